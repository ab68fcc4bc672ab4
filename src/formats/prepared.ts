import type { RecordFile } from '../model/record-file.ts';

/**
 * One input, or one member of an archive, as a local file that DuckDB can read. `file` is the original itself whenever it
 * can be read as it is, else a temporary one; `bytes` is the size of a zip member compressed, of a tar member unpacked;
 * `sha256` is of the file as it lies (a `.gz` is hashed compressed), or of an archive member as it unpacks: it does not
 * depend on how the file was given or named.
 */
export interface PreparedFile extends RecordFile {
  readonly kind: 'records';
}

/** An input, or a member of an archive, that yields no records, and why. */
interface SkippedFile {
  readonly kind: 'skipped';
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
}

export type Prepared = PreparedFile | SkippedFile;
