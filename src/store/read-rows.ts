import type { Json } from '@duckdb/node-api';
import { InputError } from '../model/errors.ts';
import type { Database } from './database.ts';

/** A result as JSON values: what is not JSON (times, big integers) is its text. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

/**
 * Runs an analyst's statement on a read-only case.
 * @throws InputError with the engine's words when it is refused.
 */
export async function readRows(database: Database, sql: string): Promise<Rows> {
  try {
    const reader = await database.connection.runAndReadAll(sql);
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowsJson() };
  } catch (cause) {
    throw new InputError(cause instanceof Error ? cause.message : String(cause), {
      remedy:
        'The case is open for reading only, without access to files. Tables: events, processes, links, sources, rejects.',
      cause,
    });
  }
}
