import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { InputError, StoppedError } from '../model/errors.ts';
import { engineError, engineSettings, type Resources } from './engine-settings.ts';

/** An open DuckDB database with one connection. */
export interface Database {
  readonly path: string;
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Values of a statement's parameters, by place or by name. */
export type Parameters = DuckDBValue[] | Record<string, DuckDBValue>;

/** How a database is opened. */
export interface OpenOptions extends Resources {
  /** Open read-only and fenced: no files, no network, no extensions, no change of settings. */
  readonly readOnly?: boolean;
  /** Oldest DuckDB that a new file can be read by; by default one that knows few ways to compress. */
  readonly readableBy?: string;
}

/**
 * Opens or creates a DuckDB file; `:memory:` keeps it in memory.
 * @throws InputError when the file is locked, is not a DuckDB file or can't be written.
 */
export async function openDatabase(path: string, options: OpenOptions = {}): Promise<Database> {
  if (!maybeDatabase(path)) throw notACase(path);
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(path, {
      ...(options.readOnly === true ? { access_mode: 'READ_ONLY' } : {}),
      ...engineSettings(options),
      ...(options.readableBy === undefined ? {} : { storage_compatibility_version: options.readableBy }),
    });
  } catch (cause) {
    throw openError(path, cause);
  }
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // A loop is what the planner takes where it expects few rows on the left, and its guess can be off by 10^5.
  await connection.run('SET asof_loop_join_threshold = 0');
  // Reading a few rows by rowid then skips the vectors that hold none of them (measured: 54 ms to 12 ms for 100 of 10^6).
  await connection.run('SET dynamic_or_filter_threshold = 10000');
  if (options.readOnly === true) {
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
  }
  return {
    path,
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Whether the engine can make something of a path: a file that can be read has DuckDB's magic bytes. */
function maybeDatabase(path: string): boolean {
  if (path === ':memory:' || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return true;
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const head = Buffer.alloc(12);
    readSync(file, head, 0, head.length, 0);
    return head.toString('latin1', 8) === 'DUCK';
  } catch {
    // Locked or not readable: the engine says which.
    return true;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const notACase = (place: string, cause?: unknown): InputError =>
  new InputError('this file is not a case that this version can open', {
    place,
    remedy: 'Give a file that `stemma ingest --case` made, or a path that does not exist yet.',
    cause,
  });

function openError(path: string, cause: unknown): InputError {
  const known = engineError(path, cause);
  if (known instanceof InputError) return known;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/lock/i.test(message)) {
    const holder = /PID (\d+)/.exec(message)?.[1];
    return new InputError(
      `the case is open in another process${holder === undefined ? '' : ` (pid ${holder})`}`,
      {
        place: path,
        remedy: 'Wait for it to finish or stop it, or use another --case file.',
        cause,
      },
    );
  }
  if (/not a valid DuckDB|version number|magic bytes|Serialization/i.test(message))
    return notACase(path, cause);
  return new InputError(`the case can't be opened: ${message.split('\n')[0]}`, {
    place: path,
    remedy: 'Check that the folder exists and that you may write there.',
    cause,
  });
}

/** Value of a result cell in JavaScript: 64-bit integers become numbers (exact below 2^53) and lists arrays. */
export type Cell = string | number | boolean | null | Cell[];

/** One result row by column name. */
export type Row = Record<string, Cell>;

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(cell);
  return value as Cell;
}

/** Makes the cells of a row what they are for callers, in place: a copy costs as much again. */
function plain(row: Record<string, unknown>): Row {
  for (const name in row) row[name] = cell(row[name]);
  return row as Row;
}

/** What the engine answers. @throws InputError where it has no room. */
async function asked<T>({ path }: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw engineError(path, cause);
  }
}

/** Runs one statement that gives no rows that anybody wants. */
export async function execute(database: Database, sql: string, values?: Parameters): Promise<void> {
  await asked(database, () => database.connection.run(sql, values));
}

/** Runs one query and reads all its rows. Times must be asked for as `epoch_us(…)`. */
export async function query<T = Row>(database: Database, sql: string, values?: Parameters): Promise<T[]> {
  const reader = await asked(database, () => database.connection.runAndReadAll(sql, values));
  return reader.getRowObjectsJS().map((row) => plain(row) as T);
}

/** Runs one query and yields its rows as they come, a chunk in memory at a time; nothing else may run meanwhile. */
export async function* stream(database: Database, sql: string, values?: Parameters): AsyncGenerator<Row> {
  const result = await asked(database, () => database.connection.stream(sql, values));
  const chunks = result.yieldRowObjectJs();
  for (;;) {
    const { value: rows, done } = await asked(database, () => chunks.next());
    if (done === true) return;
    for (const row of rows) yield plain(row);
  }
}

/** Runs work in a transaction: all of it is kept, or none. */
export async function transaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await execute(database, 'BEGIN');
  try {
    const result = await work();
    await execute(database, 'COMMIT');
    return result;
  } catch (error) {
    await execute(database, 'ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** How often a query that is to end is told so, in milliseconds: what is still being prepared hears nothing of it. */
const INSIST = 50;

/**
 * Runs work whose queries end when a signal says so.
 * @throws StoppedError where it did.
 */
export async function interruptible<T>(
  database: Database,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  let insisting: NodeJS.Timeout | undefined;
  const stop = (): void => {
    database.connection.interrupt();
    insisting ??= setInterval(() => database.connection.interrupt(), INSIST);
  };
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    const result = await work();
    signal?.throwIfAborted();
    return result;
  } catch (cause) {
    if (signal?.aborted !== true) throw cause;
    throw new StoppedError('stopped', { cause });
  } finally {
    clearInterval(insisting);
    signal?.removeEventListener('abort', stop);
  }
}
