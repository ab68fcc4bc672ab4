/** Types that a column of an exported table can have; a `time` is ISO 8601 in UTC, an `integer` beyond 2^53 its text. */
export type CellType = 'text' | 'integer' | 'number' | 'boolean' | 'time';

/** A value of an exported table. */
export type TableCell = string | number | boolean | null;

/** A column of an exported table of rows of a kind. */
export interface TableColumn<RowOf> {
  readonly name: string;
  readonly type: CellType;
  readonly value: (row: RowOf) => TableCell;
}

/** A table, as every format of tables writes it. */
export interface Table<RowOf = unknown> {
  readonly columns: readonly TableColumn<RowOf>[];
  readonly rows: readonly RowOf[];
}
