/** A record that could not be read: counted, kept with its reason, and never a cause to stop. */
export interface Reject {
  /** 1-based number of the record in its file (line of NDJSON, row of CSV, element of an array); 0: the file as a whole. */
  readonly record: number;
  /** Why, in a few stable words that group well: `not JSON`, `not an object`, `line too long`, `cut off`, … */
  readonly reason: string;
  /** The first characters of what was there. */
  readonly excerpt: string;
}
