import type { ByteSource, Damage } from './byte-source.ts';
import { fileBytes } from './byte-source.ts';
import { decompress } from './decompress.ts';
import type { RecordForm } from './evtx/record-writer.ts';
import type { Wanted } from './evtx/wanted.ts';
import type { Limits } from './limits.ts';
import type { Prepared } from './prepared.ts';

/** A file on this disk while it is being prepared: an input, or a member unpacked to a temporary file. */
export interface LocalFile {
  /** What the user sees, see {@link Prepared}. */
  readonly path: string;
  /** Where the bytes are. */
  readonly file: string;
  /** How the bytes of `file` are packed; everything below means the unpacked ones. */
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** What it was taken out of, for `container`: ``, `.gz`, ` in zip`, `.gz in tar`. */
  readonly wrapping: string;
  /** Size of what the user has, in bytes. */
  readonly bytes: number;
  /** How many archives it was taken out of. */
  readonly depth: number;
  /** SHA-256 where it is known already. */
  readonly sha256?: string | undefined;
  /** How its unpacking ended, if not well. */
  readonly damage?: Damage | undefined;
  /** Told of raw input bytes read; does nothing for members, whose bytes were counted when they were unpacked. */
  readonly onBytes: (count: number) => void;
}

/** What the readers of one input share. */
export interface Session {
  readonly tempDir: string;
  readonly limits: Limits;
  /** Which records of Windows event logs are decoded; all, where it is left out. */
  readonly wanted?: Wanted | undefined;
  /** Whether event logs are also searched for records that were deleted or lost. */
  readonly carve?: boolean | undefined;
  /** Whether what lies under a wrong checksum in an event log is rejected; it is read, where this is left out. */
  readonly strict?: boolean | undefined;
  /** How records of event logs are written; as JSON for the database, where it is left out. */
  readonly form?: RecordForm | undefined;
  /** Adds unpacked bytes to the account of the whole input; true once they are more than it can honestly hold. */
  readonly isOverdrawn: (unpacked: number) => boolean;
  /** Prepares what was found inside. */
  readonly inner: (file: LocalFile) => AsyncGenerator<Prepared>;
}

/** The first bytes of a file, unpacked: of UTF-16 as UTF-8, and without a byte order mark. */
export interface Head {
  readonly raw: Buffer;
  readonly text: Buffer;
  /** Whether `raw` is the whole file. */
  readonly isWhole: boolean;
}

/** One kind of file: how to tell it from others, and how to read it. */
export interface Format {
  readonly name: string;
  /** Whether it holds other files, so that it may stand only so many times in another. */
  readonly isContainer?: boolean;
  /** By the bytes; the path only breaks ties. */
  recognises(head: Head, path: string): boolean;
  read(file: LocalFile, session: Session, head: Head): AsyncGenerator<Prepared>;
}

/** The unpacked bytes of a local file; `onChunk` sees the packed ones. A cut-off member ends as damaged. */
export function openBytes(
  file: LocalFile,
  limits?: Limits,
  onChunk: (chunk: Buffer) => void = (chunk) => file.onBytes(chunk.length),
): ByteSource {
  const source = decompress(fileBytes(file.file, onChunk), file.compression, limits);
  return {
    get damage() {
      return source.damage ?? file.damage;
    },
    reuse: (chunk) => source.reuse?.(chunk),
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
  };
}
