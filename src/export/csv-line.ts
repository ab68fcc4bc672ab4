import { stringify } from 'csv-stringify/sync';
import type { TableCell } from '../model/table.ts';
import { visible } from '../model/text.ts';

/** Rows of CSV: control characters are visible escapes, and a cell that a spreadsheet would run is quoted with `'`. */
export const csvLines = (rows: readonly (readonly TableCell[])[]): string =>
  stringify(
    rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? visible(cell) : cell))),
    { escape_formulas: true, cast: { boolean: String } },
  );
