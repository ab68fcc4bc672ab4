import type { Reject } from './reject.ts';

/** A local file of records, ready for the database to read; what `formats` makes of an input and `store` loads. */
export interface RecordFile {
  /** What the user sees: the path as given, a member as `export.zip!logs/a.json`, standard input as `-`. */
  readonly path: string;
  readonly format: 'ndjson' | 'csv' | 'parquet';
  /** What the input was, with its wrapping: `ndjson.gz`, `json in zip`. */
  readonly container: string;
  /** The local file itself. */
  readonly file: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Size of the input in bytes, as the user has it. */
  readonly bytes: number;
  readonly sha256: string;
  /** What could not be made into a record on the way here. */
  readonly rejects: readonly Reject[];
  /** Records that were left out on the way here as not wanted, by what they are. */
  readonly skipped?: Readonly<Record<string, number>> | undefined;
  /** Record number in the input of each record of `file`, where they are not 1 to n. */
  readonly recordNumbers?: Float64Array | undefined;
}
