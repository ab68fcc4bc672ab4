import { isUtf8 } from 'node:buffer';
import { mkdir, rm } from 'node:fs/promises';
import { firstBytes } from './byte-source.ts';
import type { RecordForm } from './evtx/record-writer.ts';
import type { Wanted } from './evtx/wanted.ts';
import { excerptOf } from './excerpt.ts';
import { type Head, type LocalFile, openBytes, type Session } from './format.ts';
import { FORMATS } from './formats.ts';
import { isBomb, LIMITS, type Limits } from './limits.ts';
import { locate } from './locate.ts';
import type { Prepared } from './prepared.ts';
import { encodingOf, headAsUtf8 } from './text-encoding.ts';

export { expandInputs } from './expand.ts';
export type { Prepared, PreparedFile } from './prepared.ts';

const HEAD_BYTES = 64 * 1024;

export interface PrepareOptions {
  /** Folder for temporary files, made if need be. */
  readonly tempDir: string;
  /** Which records of Windows event logs are decoded; the others are counted. */
  readonly wanted?: Wanted | undefined;
  /** Whether event logs are also searched for records that were deleted or lost: each log's as a file of their own. */
  readonly carve?: boolean | undefined;
  /** Whether what lies under a wrong checksum in an event log is rejected; it is read, where this is left out. */
  readonly strict?: boolean | undefined;
  /** How records of event logs are written, if not as JSON for the database. */
  readonly form?: RecordForm | undefined;
  readonly onBytes?: (count: number) => void;
  /** For tests. */
  readonly limits?: Limits;
}

/**
 * One input path, `-` for stdin, as files that DuckDB can read: itself, or the members of the archive that it is, or
 * why there are none. What is wrong with the content never throws, and a path that leads nowhere is skipped; an input that
 * cannot be opened throws InputError.
 *
 * Temporary files are written to `tempDir`. They live until the generator is asked for the next: at most one member at
 * a time lies unpacked. `onBytes` is told how many more bytes of the input have been read, which need not come to its
 * size.
 */
export async function* prepareFile(path: string, options: PrepareOptions): AsyncGenerator<Prepared> {
  const { tempDir, wanted, form, carve, strict, onBytes = () => {}, limits = LIMITS } = options;
  await mkdir(tempDir, { recursive: true });
  const input = await locate(path, tempDir);
  if (input === undefined) {
    yield { kind: 'skipped', path, reason: 'no such file, or a link to none', bytes: 0 };
    return;
  }
  try {
    let unpackedBytes = 0;
    const session: Session = {
      tempDir,
      limits,
      wanted,
      form,
      carve,
      strict,
      isOverdrawn: (unpacked) => {
        unpackedBytes += unpacked;
        return isBomb(input.bytes, unpackedBytes, limits);
      },
      inner: (file) => prepareLocal(file, session),
    };
    const { file, bytes } = input;
    yield* prepareLocal({ path, file, compression: 'none', wrapping: '', bytes, depth: 0, onBytes }, session);
  } finally {
    if (input.isTemporary) await rm(input.file, { force: true });
  }
}

async function* prepareLocal(file: LocalFile, session: Session): AsyncGenerator<Prepared> {
  const head = await headOf(file);
  const format = FORMATS.find((candidate) => candidate.recognises(head, file.path));
  const reason = refusal(file, session, head, format?.isContainer === true);
  if (format !== undefined && reason === undefined) yield* format.read(file, session, head);
  else yield { kind: 'skipped', path: file.path, reason: reason ?? unknown(head), bytes: file.bytes };
}

function refusal(file: LocalFile, session: Session, head: Head, isContainer: boolean): string | undefined {
  if (head.isWhole && head.text.toString('latin1').trim() === '') return file.damage?.reason ?? 'empty file';
  if (isContainer && file.depth >= session.limits.depth) {
    return `archives within archives are read to a depth of ${session.limits.depth}`;
  }
  return undefined;
}

async function headOf(file: LocalFile): Promise<Head> {
  const source = openBytes(file, undefined, () => {});
  const bytes = await firstBytes(source, HEAD_BYTES + 1);
  const raw = bytes.subarray(0, HEAD_BYTES);
  return { raw, text: headAsUtf8(raw), isWhole: bytes.length <= HEAD_BYTES };
}

function unknown({ raw, text }: Head): string {
  const isText = !text.includes(0) && (encodingOf(raw) !== 'utf-8' || isUtf8(text.subarray(0, -4)));
  const begin = isText ? JSON.stringify(excerptOf(text).slice(0, 40)) : raw.subarray(0, 8).toString('hex');
  return `not a log format that is read: begins with ${begin}`;
}
