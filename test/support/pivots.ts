import { join } from 'node:path';
import { ingest } from '../../src/analyze.ts';
import type { Pivot } from '../../src/cli/pivots/pivot.ts';
import { preparePivot } from '../../src/cli/pivots/prepare-pivot.ts';
import { ROW_WRITERS } from '../../src/cli/print/rows.ts';
import { terminalOf } from '../../src/cli/print/terminal.ts';
import { openCase, openCaseReadOnly } from '../../src/store/case.ts';
import type { Database } from '../../src/store/database.ts';
import { type JsonRows, readRows } from '../../src/store/read-rows.ts';

/** Ingests paths into a case in a folder, and opens it as analysts do. */
export async function fencedCase(
  folder: string,
  paths: readonly string[],
  options: { threads?: number; carve?: boolean } = {},
): Promise<Database> {
  const path = join(folder, 'case.duckdb');
  const { threads, carve = false } = options;
  const written = await openCase(path, threads === undefined ? {} : { threads });
  await ingest(written, paths, {}, { carve });
  written.close();
  return openCaseReadOnly(path, threads === undefined ? {} : { threads });
}

/** The result of a pivot, whose JSON is changed. */
async function rowsOf(
  database: Database,
  pivot: Pivot,
  given: readonly string[],
  change: (text: string) => string = (text) => text,
): Promise<{ readonly columns: readonly string[]; readonly rows: JsonRows }> {
  const { columns, chunks } = await readRows(await preparePivot(database, pivot, given));
  const rows: JsonRows[number][] = [];
  for await (const chunk of chunks)
    for (const row of chunk) rows.push(JSON.parse(change(JSON.stringify(row))));
  return { columns, rows };
}

/** How many rows a pivot gives. */
export async function countOf(database: Database, pivot: Pivot, given: readonly string[]): Promise<number> {
  return (await rowsOf(database, pivot, given)).rows.length;
}

/** The result of a pivot as the table that a terminal shows. */
export async function tableOf(
  database: Database,
  pivot: Pivot,
  given: readonly string[],
  change: (text: string) => string,
): Promise<string> {
  const { columns, rows } = await rowsOf(database, pivot, given, change);
  async function* chunks(): AsyncGenerator<JsonRows> {
    yield rows;
  }
  let text = '';
  for await (const piece of ROW_WRITERS.table(
    { columns, chunks: chunks() },
    terminalOf(process.stdout, false),
  ))
    text += piece;
  return text;
}
