/** An SQL identifier of any text. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** An SQL string literal of any text. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
