import { arrow } from '../../export/arrow.ts';
import type { Pieces } from '../../export/piece.ts';
import { InputError } from '../../model/errors.ts';
import type { ReadStatement } from '../../store/fence.ts';
import { readRows, type TypedRows } from '../../store/read-rows.ts';
import { rowTable } from '../../store/row-table.ts';
import { parquet } from '../formats.ts';
import { ROW_WRITERS } from './rows.ts';
import type { Terminal } from './terminal.ts';

/** Every form in which the result of a query is written. */
export const RESULT_WRITERS = {
  ...ROW_WRITERS,
  async *arrow(rows: TypedRows): AsyncGenerator<Uint8Array> {
    yield* arrow(await rowTable(rows));
  },
  async *parquet(rows: TypedRows): AsyncGenerator<string | Uint8Array> {
    yield* parquet(await rowTable(rows));
  },
} satisfies Record<string, (rows: TypedRows, terminal: Terminal) => Pieces>;

/** The name of one of them. */
export type ResultFormat = keyof typeof RESULT_WRITERS;

/** Forms that are one result to a file. */
const ONE_RESULT: readonly ResultFormat[] = ['arrow', 'parquet'];

/** What parts one result from the next. */
const BETWEEN: Partial<Record<ResultFormat, string>> = { table: '\n', csv: '\n', markdown: '\n' };

/**
 * Runs statements one after the other and writes their results.
 * @throws InputError for several results in a form that holds one
 */
export async function* writeResults(
  statements: readonly ReadStatement[],
  format: ResultFormat,
  terminal: Terminal,
): AsyncGenerator<string | Uint8Array> {
  if (statements.length > 1 && ONE_RESULT.includes(format))
    throw new InputError(
      `there are ${statements.length} statements, and a file in ${format} holds one result`,
      {
        remedy: 'Give one statement, or another --format.',
      },
    );
  for (const [index, statement] of statements.entries()) {
    if (index > 0) yield BETWEEN[format] ?? '';
    yield* RESULT_WRITERS[format](await readRows(statement), terminal);
  }
}
