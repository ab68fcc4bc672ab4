/** An SQL identifier of any text. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** An SQL string literal of any text; a NUL, which would end the statement, is spelt out. */
export const literal = (text: string): string =>
  text.includes('\0')
    ? `(${text.split('\0').map(literal).join(' || chr(0) || ')})`
    : `'${text.replaceAll("'", "''")}'`;

/** An SQL string literal of the path of one file, whose name may hold what DuckDB would take for a glob. */
export const fileLiteral = (path: string): string => literal(path.replace(/[*?[]/g, '[$&]'));
