import { stringify } from 'csv-stringify/sync';
import { cut, safeJson, visible } from '../../model/text.ts';
import type { Rows } from '../../store/read-rows.ts';
import { plainTable } from './alert-table.ts';
import type { Terminal } from './terminal.ts';

type Value = Rows['rows'][number][number];

/** Widest cell of a printed table; the other formats have values whole. */
const CELL_WIDTH = 80;

const text = (value: Value): string =>
  value === null
    ? ''
    : visible(
        typeof value === 'string' ? value : typeof value === 'object' ? safeJson(value) : String(value),
      );

const objects = ({ columns, rows }: Rows): Record<string, Value>[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] as Value])));

/** Every form in which rows of SQL are written. */
export const ROW_WRITERS = {
  table: ({ columns, rows }: Rows, terminal: Terminal): Iterable<string> => [
    `${plainTable(
      columns.map(visible),
      rows.map((row) => row.map((value) => cut(text(value), CELL_WIDTH))),
      terminal.color.dim,
    )}\n`,
  ],
  csv: ({ columns, rows }: Rows): Iterable<string> => [
    stringify([columns.map(visible), ...rows.map((row) => row.map(text))], { escape_formulas: true }),
  ],
  ndjson: (rows: Rows): Iterable<string> => objects(rows).map((row) => `${safeJson(row)}\n`),
  json: (rows: Rows): Iterable<string> => [`${safeJson(objects(rows), 2)}\n`],
};
