import type { DuckDBResult, Json } from '@duckdb/node-api';
import { InputError } from '../model/errors.ts';
import type { Database } from './database.ts';

/** Rows of a result as JSON values: what is not JSON (times, big integers) is its text. */
export type JsonRows = readonly (readonly Json[])[];

/** A result that is read as it is asked for. */
export interface Rows {
  readonly columns: readonly string[];
  /** The rows a few thousand at a time. */
  readonly chunks: AsyncIterable<JsonRows>;
}

/**
 * Starts an analyst's one statement on a read-only case.
 * @throws InputError with the engine's words when it is refused, and where there is not exactly one; so do the chunks.
 */
export async function readRows(database: Database, sql: string): Promise<Rows> {
  const bare = sql.replace(/--.*|\/\*[\s\S]*?\*\//g, '');
  if (/^[\s;]*$/.test(bare))
    throw new InputError('there is no statement', {
      remedy: 'Write one, such as: stemma sql "SELECT count(*) FROM events" --case FILE',
    });
  try {
    const { count } = await database.connection.extractStatements(sql);
    // DuckDB makes two statements of one PIVOT; no semicolon parts them.
    if (count > 1 && /;\s*[^\s;]/.test(bare)) throw tooMany(count);
    const result = await database.connection.stream(sql);
    return { columns: result.deduplicatedColumnNames(), chunks: chunksOf(result) };
  } catch (cause) {
    throw refusal(cause);
  }
}

async function* chunksOf(result: DuckDBResult): AsyncGenerator<JsonRows> {
  try {
    yield* result.yieldRowsJson();
  } catch (cause) {
    throw refusal(cause);
  }
}

const tooMany = (count: number): InputError =>
  new InputError(`there are ${count} statements; one is run at a time`, {
    remedy: 'Give each to a `stemma sql` of its own.',
  });

function refusal(cause: unknown): InputError {
  if (cause instanceof InputError) return cause;
  return new InputError(cause instanceof Error ? cause.message : String(cause), {
    remedy:
      'The case is open for reading only, without access to files. Tables: events, processes, links, sources, rejects.',
    cause,
  });
}
