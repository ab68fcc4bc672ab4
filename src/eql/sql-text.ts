const UPPER = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'";
const LOWER = "'abcdefghijklmnopqrstuvwxyz'";

/** A text literal of DuckDB, of type VARCHAR; a NUL, which its parser takes for the end, is spliced in. */
export function sqlText(text: string): string {
  const parts = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' || chr(0) || ')})`;
}

/** A number literal of DuckDB: an integer where it is exact, else a DOUBLE, with which a BIGINT compares as in JavaScript. */
export function sqlNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : `'${value}'::DOUBLE`;
}

/**
 * The text with A-Z alone in lower case. DuckDB's `lower` folds other letters too (U+212A to `k`), so it serves only
 * where all is ASCII; there it is 35 times as fast as `translate`.
 */
export function sqlFold(text: string): string {
  return `(CASE WHEN strlen(${text}) = length(${text}) THEN lower(${text}) ELSE translate(${text}, ${UPPER}, ${LOWER}) END)`;
}
