import { type Database, query } from './database.ts';

/**
 * Functions that a query can call and that do more than read the case: they act on the engine, run a text as SQL, or
 * read files, addresses and secrets. (Those that would reach a file are refused by the engine as well.)
 */
export const REFUSED_FUNCTIONS: readonly string[] = [
  'arrow_scan',
  'arrow_scan_dumb',
  'check_peg_parser',
  'checkpoint',
  'disable_logging',
  'disable_peg_parser',
  'disable_profile',
  'disable_profiling',
  'duckdb_extensions',
  'duckdb_secrets',
  'enable_logging',
  'enable_peg_parser',
  'enable_profile',
  'enable_profiling',
  'force_checkpoint',
  'glob',
  'json_execute_serialized_sql',
  'parquet_bloom_probe',
  'parquet_file_metadata',
  'parquet_full_metadata',
  'parquet_kv_metadata',
  'parquet_metadata',
  'parquet_scan',
  'parquet_schema',
  'query',
  'query_table',
  'read_blob',
  'read_csv',
  'read_csv_auto',
  'read_duckdb',
  'read_json',
  'read_json_auto',
  'read_json_objects',
  'read_json_objects_auto',
  'read_ndjson',
  'read_ndjson_auto',
  'read_ndjson_objects',
  'read_parquet',
  'read_text',
  'sniff_csv',
  'truncate_duckdb_logs',
  'which_secret',
  'write_log',
];

/** The first of these functions that a statement calls, at any depth; undefined where it calls none. */
export async function refusedFunction(database: Database, sql: string): Promise<string | undefined> {
  const lower = sql.toLowerCase();
  const mentioned = REFUSED_FUNCTIONS.filter((name) => lower.includes(name));
  if (mentioned.length === 0) return undefined;
  const called = await functionsOf(database, sql);
  // A statement that the engine does not write as JSON, such as a PIVOT, is not let near these names at all.
  return mentioned.find((name) => called === undefined || called.has(name));
}

async function functionsOf(database: Database, sql: string): Promise<Set<string> | undefined> {
  const [row] = await query<{ tree: string }>(
    database,
    'SELECT json_serialize_sql($sql::VARCHAR)::VARCHAR AS tree',
    { sql },
  );
  const names = new Set<string>();
  const tree = JSON.parse(row?.tree as string, (key, value) => {
    if (key === 'function_name') names.add(String(value).toLowerCase());
    return value;
  }) as { error: boolean };
  return tree.error ? undefined : names;
}
