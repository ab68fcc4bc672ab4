import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { csvLines } from '../csv-line.ts';
import { processTable } from './process-table.ts';

/** Rows that are made into text at once. */
const BATCH = 1000;

/** One process a row, parents before their children. */
export function* processCsv(excerpt: TreeExcerpt): Iterable<string> {
  const { columns, rows } = processTable(excerpt);
  yield csvLines([columns.map(({ name }) => name)]);
  for (let from = 0; from < rows.length; from += BATCH)
    yield csvLines(rows.slice(from, from + BATCH).map((row) => columns.map(({ value }) => value(row))));
}
