import { arrow } from './export/arrow.ts';
import { InputError } from './model/errors.ts';
import { type BoundValue, bindValues, parametersOf } from './store/bind.ts';
import type { Database } from './store/database.ts';
import { type ReadStatement, readStatements } from './store/fence.ts';
import { allRows, readRows } from './store/read-rows.ts';
import { rowTable } from './store/row-table.ts';

/** What a cell of a result is in JavaScript. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** Values of a statement's parameters by their names, without the `$`. */
export type Values = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Runs one statement of SQL (DuckDB) that only reads, and gives its rows as objects by the names of the columns.
 *
 * Structs are objects and lists arrays. Times are texts, as DuckDB writes them (`2026-03-10 08:12:07.824`, UTC); integers
 * beyond 2^53 are texts too.
 * @throws InputError where the statement is wrong, would do more than read, or is not one.
 */
export async function select(
  database: Database,
  sql: string,
  values: Values = {},
): Promise<Record<string, Value>[]> {
  const rows = await readRows(await statementOf(database, sql, values));
  return (await allRows(rows)).map((row) =>
    Object.fromEntries(rows.columns.map((column, index) => [column, row[index] as Value])),
  );
}

/**
 * Runs one statement as `select` does, and gives its rows as an Arrow IPC file, for `tableFromIPC` of apache-arrow, pandas,
 * polars and the like.
 *
 * Times are microseconds in UTC and integers 64 bits wide; lists and structs are texts of JSON. Columns of one name are
 * told apart by a suffix.
 * @throws InputError as `select` does.
 */
export async function selectArrow(database: Database, sql: string, values: Values = {}): Promise<Uint8Array> {
  const rows = await readRows(await statementOf(database, sql, values));
  const pieces: Uint8Array[] = [];
  for await (const piece of arrow(await rowTable(rows))) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function statementOf(database: Database, sql: string, values: Values): Promise<ReadStatement> {
  const [statement, ...more] = await readStatements(database, sql);
  if (statement === undefined || more.length > 0)
    throw new InputError(`there are ${more.length + 1} statements where one was expected`, {
      remedy: 'Run them one after the other.',
    });
  const needed = parametersOf(statement);
  const wrong = Object.keys(values).find((name) => !needed.includes(name));
  if (wrong !== undefined)
    throw new InputError(`the statement has no parameter $${wrong}`, {
      remedy: needed.length === 0 ? 'It has none.' : `It has ${needed.map((name) => `$${name}`).join(', ')}.`,
    });
  bindValues(statement, new Map(Object.entries(values).map(([name, value]) => [name, bound(value)])));
  return statement;
}

function bound(value: Values[string]): BoundValue {
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return { type: Number.isSafeInteger(value) ? 'integer' : 'number', value };
  return { type: 'text', value };
}
