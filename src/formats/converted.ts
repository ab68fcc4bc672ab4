import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { RecordFile } from '../model/record-file.ts';
import { type ByteSource, fileBytes } from './byte-source.ts';
import { type LocalFile, openBytes, type Session } from './format.ts';
import { bombReason } from './limits.ts';
import type { Prepared } from './prepared.ts';
import { TempFile } from './temp-file.ts';

/** What became of a file that had to be written anew. */
export type Converted = Pick<RecordFile, 'rejects' | 'recordNumbers' | 'skipped'>;

/** Writes a file anew as one that DuckDB reads, which is deleted when the consumer asks for the next. */
export async function* converted(
  file: LocalFile,
  session: Session,
  { format, container }: Pick<RecordFile, 'format' | 'container'>,
  convert: (source: ByteSource, target: TempFile) => Promise<Converted>,
): AsyncGenerator<Prepared> {
  const hash = createHash('sha256');
  let hashed = 0;
  const source = openBytes(file, session.limits, (chunk) => {
    if (file.sha256 === undefined) hash.update(chunk);
    hashed += chunk.length;
    file.onBytes(chunk.length);
  });
  const target = await TempFile.create(session.tempDir, format);
  try {
    const account = await convert(source, target);
    await target.close();
    if (source.damage?.reason === 'bomb') {
      yield { kind: 'skipped', path: file.path, reason: bombReason(session.limits), bytes: file.bytes };
      return;
    }
    const wholeHash = hashed === file.bytes ? hash.digest('hex') : undefined;
    yield {
      kind: 'records',
      path: file.path,
      format,
      container: container + file.wrapping,
      file: target.path,
      compression: 'none',
      bytes: file.bytes,
      sha256: file.sha256 ?? wholeHash ?? (await sha256Of(file.file)),
      ...account,
    };
  } finally {
    await target.abandon();
    await rm(target.path, { force: true });
  }
}

/** SHA-256 of a file as it lies. */
export async function sha256Of(path: string, onBytes: (count: number) => void = () => {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileBytes(path)) {
    hash.update(chunk);
    onBytes(chunk.length);
  }
  return hash.digest('hex');
}
