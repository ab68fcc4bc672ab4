import { stringify } from 'csv-stringify/sync';
import { cut, safeJson, visible } from '../../model/text.ts';
import { allRows, type JsonRows, type Rows } from '../../store/read-rows.ts';
import { plainTable } from './alert-table.ts';
import type { Terminal } from './terminal.ts';

type Value = JsonRows[number][number];

/** Widest cell of a printed table; the other formats have values whole. */
const CELL_WIDTH = 80;

const text = (value: Value): string =>
  value === null
    ? ''
    : visible(
        typeof value === 'string' ? value : typeof value === 'object' ? safeJson(value) : String(value),
      );

/** Text in which nothing is markup, a link or HTML to a reader of Markdown. */
const markdownText = (plain: string): string =>
  plain
    .replace(/[\\`*_[\]<>|~&$#]/g, '\\$&')
    .replace(/:(?=\/\/)|@/g, '\\$&')
    .replace(/www(?=\.)/gi, '$&\\');

const objects = (columns: readonly string[], rows: JsonRows): Record<string, Value>[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] as Value])));

/** Every form in which rows of SQL are written: `csv`, `ndjson` and `markdown` as they come, the others when all are there. */
export const ROW_WRITERS = {
  async *table(rows: Rows, terminal: Terminal): AsyncGenerator<string> {
    const cells = (await allRows(rows)).map((row) => row.map((value) => cut(text(value), CELL_WIDTH)));
    yield `${plainTable(rows.columns.map(visible), cells, terminal.color.dim)}\n`;
  },
  async *csv({ columns, chunks }: Rows): AsyncGenerator<string> {
    let head = [columns.map(visible)];
    for await (const rows of chunks) {
      yield stringify([...head, ...rows.map((row) => row.map(text))], { escape_formulas: true });
      head = [];
    }
    yield stringify(head, { escape_formulas: true });
  },
  async *ndjson({ columns, chunks }: Rows): AsyncGenerator<string> {
    for await (const rows of chunks)
      yield objects(columns, rows)
        .map((row) => `${safeJson(row)}\n`)
        .join('');
  },
  async *json(rows: Rows): AsyncGenerator<string> {
    yield `${safeJson(objects(rows.columns, await allRows(rows)), 2)}\n`;
  },
  async *markdown({ columns, chunks }: Rows): AsyncGenerator<string> {
    const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |\n`;
    yield `${line(columns.map(visible))}|${' --- |'.repeat(columns.length)}\n`;
    for await (const rows of chunks) yield rows.map((row) => line(row.map(text))).join('');
  },
};
