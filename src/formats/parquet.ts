import { rm } from 'node:fs/promises';
import { type Format, type LocalFile, openBytes } from './format.ts';
import { bombReason } from './limits.ts';
import type { Prepared } from './prepared.ts';
import { sha256Of } from './sha256.ts';
import { TempFile } from './temp-file.ts';

const MAGIC = Buffer.from('PAR1');

/** Parquet: DuckDB reads it as it lies, unpacked where it is packed as a whole. */
export const parquet: Format = {
  name: 'parquet',
  recognises: ({ raw }) => raw.subarray(0, MAGIC.length).equals(MAGIC),
  async *read(file, session) {
    if (file.compression === 'none' && file.damage === undefined) {
      yield records(file, file.file, file.sha256 ?? (await sha256Of(file.file, file.onBytes)));
      return;
    }
    const source = openBytes(file, session.limits);
    const target = await TempFile.create(session.tempDir, 'parquet');
    try {
      for await (const chunk of source) {
        target.append(chunk);
        await target.drain();
      }
      await target.close();
      if (source.damage === undefined) {
        yield records(file, target.path, file.sha256 ?? (await sha256Of(file.file)));
        return;
      }
      // What tells where everything is stands at the end: without it there is nothing to read.
      const reason = source.damage.reason === 'bomb' ? bombReason(session.limits) : source.damage.reason;
      yield { kind: 'skipped', path: file.path, reason, bytes: file.bytes };
    } finally {
      await target.abandon();
      await rm(target.path, { force: true });
    }
  },
};

const records = (file: LocalFile, unpacked: string, sha256: string): Prepared => ({
  kind: 'records',
  path: file.path,
  format: 'parquet',
  container: `parquet${file.wrapping}`,
  file: unpacked,
  compression: 'none',
  bytes: file.bytes,
  sha256,
  rejects: [],
});
