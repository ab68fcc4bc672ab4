import type { Reject } from '../model/reject.ts';

/** One input, or one member of an archive, as a local file that DuckDB can read. */
export interface PreparedFile {
  readonly kind: 'records';
  /** What the user sees: the path as given or expanded, members as `dir/export.zip!logs/a.json`, stdin as `-`. */
  readonly path: string;
  /** What `file` holds: one JSON object a line, or CSV with a header row. */
  readonly format: 'ndjson' | 'csv';
  /** What the input was, inner kind first: `ndjson`, `json`, `csv`, `ndjson.gz`, `json in zip`, `ndjson in tar.gz`. */
  readonly container: string;
  /** A local file: the original itself whenever it can be read as it is, else a temporary one. */
  readonly file: string;
  /** Compression of `file`. */
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Size of what the user has: of the file as it lies, of a zip member compressed, of a tar member unpacked. */
  readonly bytes: number;
  /**
   * Lower-case hex SHA-256 of the file as it lies (a `.gz` is hashed compressed), or of an archive member as it
   * unpacks. It does not depend on how the file was given or named.
   */
  readonly sha256: string;
  /** What could not become a record while preparing, in the order of the file. */
  readonly rejects: Reject[];
  /** 1-based number in the original of each record in `file`; undefined where they are 1, 2, 3, … */
  readonly recordNumbers?: Float64Array | undefined;
}

/** An input, or a member of an archive, that yields no records, and why. */
interface SkippedFile {
  readonly kind: 'skipped';
  readonly path: string;
  readonly reason: string;
  readonly bytes: number;
}

export type Prepared = PreparedFile | SkippedFile;
