import { stringify } from 'csv-stringify/sync';
import type { Table, TableCell } from '../model/table.ts';
import { visible } from '../model/text.ts';

/** Rows that are made into text at once. */
const BATCH = 1000;

const lines = (rows: readonly (readonly TableCell[])[]): string =>
  stringify(
    rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? visible(cell) : cell))),
    { escape_formulas: true, cast: { boolean: String } },
  );

/** A table as CSV: control characters are visible escapes, and a cell that a spreadsheet would run is quoted with `'`. */
export function* csv<RowOf>({ columns, rows }: Table<RowOf>): Iterable<string> {
  yield lines([columns.map(({ name }) => name)]);
  for (let from = 0; from < rows.length; from += BATCH)
    yield lines(rows.slice(from, from + BATCH).map((row) => columns.map(({ value }) => value(row))));
}
