import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../../src/analyze.ts';
import { InputError } from '../../src/model/errors.ts';
import { openCase, openCaseReadOnly } from '../../src/store/case.ts';
import { type Database, query } from '../../src/store/database.ts';
import { readStatements } from '../../src/store/fence.ts';
import { readRows } from '../../src/store/read-rows.ts';
import { REFUSED_FUNCTIONS } from '../../src/store/refused-functions.ts';
import { put } from '../support/case.ts';

let folder: string;
let path: string;
let database: Database;
let before: string;
const digest = (): string => createHash('sha256').update(readFileSync(path)).digest('hex');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  path = join(folder, 'case.duckdb');
  const written = await openCase(path);
  await ingest(written, ['fixtures/pivots']);
  written.close();
  put(folder, 'here.csv', 'a\n1\n');
  before = digest();
  database = await openCaseReadOnly(path);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(sql: string): Promise<unknown[][]> {
  const results: unknown[][] = [];
  for (const statement of await readStatements(database, sql)) {
    const rows: unknown[] = [];
    for await (const chunk of (await readRows(statement)).chunks) rows.push(...chunk);
    results.push(rows);
  }
  return results;
}

/** Statements that a case refuses, and what the refusal says; `$` is a folder that they could reach. */
const REFUSED: [string, RegExp][] = [
  ["COPY (SELECT 1) TO '$/out.csv'", /outside the case/],
  ["COPY events TO '$/out.parquet' (FORMAT parquet)", /outside the case/],
  ["COPY flat.links FROM '$/here.csv'", /outside the case|would copy/],
  ['COPY FROM DATABASE "case" TO temp', /several things at once/],
  ["SELECT * FROM read_csv('$/here.csv')", /calls read_csv\(\)/],
  ["SELECT * FROM read_csv_auto('$/here.csv')", /calls read_csv\(\)|calls read_csv_auto\(\)/],
  ["SELECT * FROM read_text('$/here.csv')", /calls read_text\(\)/],
  ["SELECT * FROM read_blob('$/*')", /calls read_blob\(\)/],
  ["SELECT * FROM read_json('$/here.csv')", /calls read_json\(\)/],
  ["SELECT * FROM read_parquet('https://files.example/x')", /calls read_parquet\(\)/],
  ["SELECT * FROM glob('/etc/*')", /calls glob\(\)/],
  ["SELECT * FROM sniff_csv('$/here.csv')", /calls sniff_csv\(\)/],
  ["SELECT * FROM read_duckdb('$/case.duckdb')", /calls read_duckdb\(\)/],
  ["SELECT * FROM '$/here.csv'", /outside the case/],
  ["FROM '$/here.csv'", /outside the case/],
  ['FROM "$/here.csv"', /outside the case/],
  ["FROM 'https://files.example/x.parquet'", /outside the case/],
  ["WITH a AS (SELECT * FROM read_text('$/here.csv')) SELECT * FROM a", /calls read_text\(\)/],
  ["SELECT (SELECT max(content) FROM read_text('$/here.csv')) AS c FROM events", /calls read_text\(\)/],
  ["SELECT * FROM (FROM '$/here.csv')", /outside the case/],
  ["SELECT * FROM READ_TEXT('$/here.csv')", /calls read_text\(\)/],
  [`SELECT * FROM "read_text"('$/here.csv')`, /calls read_text\(\)/],
  ["SELECT * FROM query('SELECT * FROM events')", /calls query\(\)/],
  ["SELECT * FROM query_table('events')", /calls query_table\(\)|calls query\(\)/],
  [
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    /json_execute_serialized_sql\(\)/,
  ],
  ['SELECT * FROM duckdb_secrets()', /calls duckdb_secrets\(\)/],
  ["SELECT * FROM which_secret('/x', 'http')", /calls which_secret\(\)/],
  ["SELECT getenv('HOME')", /getenv does not exist/],
  ['SELECT * FROM checkpoint()', /calls checkpoint\(\)/],
  ['SELECT * FROM system.main.force_checkpoint()', /calls (force_)?checkpoint\(\)/],
  ["SELECT * FROM enable_logging(storage = 'file', storage_path = '$/log')", /calls enable_logging\(\)/],
  ["SELECT write_log('x')", /calls write_log\(\)/],
  ["PIVOT (SELECT * FROM read_text('$/here.csv')) ON size USING count(*)", /outside the case/],
  ['PIVOT (SELECT 1 AS one FROM checkpoint()) ON one USING count(*)', /calls checkpoint\(\)/],
  ["ATTACH '$/other.duckdb'", /would open another database/],
  ["ATTACH ':memory:' AS other", /would open another database/],
  ['DETACH temp', /would close a database/],
  ['USE flat', /would change a setting/],
  ['INSTALL httpfs', /would install or load an extension/],
  ['FORCE INSTALL httpfs', /would install or load an extension/],
  ['LOAD json', /would install or load an extension/],
  ["LOAD '$/x.duckdb_extension'", /would install or load an extension/],
  ['UPDATE EXTENSIONS', /would install extensions/],
  ['SET threads = 1', /would change a setting/],
  ['SET enable_external_access = true', /would change a setting/],
  ['SET VARIABLE a = 1', /would change a/],
  ['RESET threads', /would change a setting/],
  ['PRAGMA threads = 1', /would change a setting/],
  ['PRAGMA enable_profiling', /would change a setting/],
  ['PRAGMA force_checkpoint', /would change a setting/],
  ['CHECKPOINT', /would call a procedure/],
  ['FORCE CHECKPOINT', /would call a procedure/],
  ["EXPORT DATABASE '$/export'", /outside the case|would write files/],
  ["IMPORT DATABASE '$/export'", /outside the case/],
  ['CREATE TABLE t (a INTEGER)', /nothing is made here/],
  ['CREATE TEMP TABLE t (a INTEGER)', /nothing is made here/],
  ['CREATE OR REPLACE TEMP VIEW events AS SELECT 1', /nothing is made here/],
  ['CREATE TEMP MACRO f() AS 1', /nothing is made here/],
  ["CREATE TEMP TYPE t AS ENUM ('a')", /nothing is made here/],
  ['CREATE SECRET s (TYPE http)', /outside the case|nothing is made here/],
  ["INSERT INTO flat.links VALUES (1, 2, 'time', 1, 0)", /would write to a table/],
  ['UPDATE flat.links SET rivals = 1', /would write to a table/],
  ['DELETE FROM flat.links', /would delete rows/],
  ['TRUNCATE flat.links', /would delete rows/],
  ['MERGE INTO flat.links USING flat.links l ON true WHEN MATCHED THEN DELETE', /would write to a table/],
  ['WITH a AS (DELETE FROM flat.links RETURNING *) SELECT * FROM a', /A CTE needs a SELECT/],
  ['DROP VIEW events', /would drop something/],
  ['ALTER TABLE flat.links ADD COLUMN x INTEGER', /would change what the case holds/],
  ["COMMENT ON VIEW events IS 'x'", /would change what the case holds/],
  ['VACUUM', /would rewrite the case/],
  ['ANALYZE', /would rewrite/],
  ['CALL pragma_version()', /would call a procedure/],
  ['CALL enable_logging()', /would call a procedure/],
  ['PREPARE p AS SELECT 1', /would keep a statement/],
  ['EXECUTE p', /would run a kept statement|does not exist/],
  ['BEGIN', /would open or end a transaction/],
  ['EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1', /nothing is made here/],
  ['EXPLAIN ANALYZE DELETE FROM flat.links', /would delete rows/],
  [
    'EXPLAIN (ANALYZE, FORMAT json) INSERT INTO flat.links SELECT * FROM flat.links',
    /would write to a table/,
  ],
  ["EXPLAIN ANALYZE COPY (SELECT 1) TO '$/out.csv'", /outside the case/],
  ['/* harmless */ -- really\n DROP VIEW events', /would drop something/],
  ['\u00a0DROP\u2003VIEW\u3000events', /would drop something/],
  ['SELECT 1; DROP VIEW events', /would drop something/],
  ["SELECT ';' AS a; /* ; */ DELETE FROM flat.links; SELECT 2", /would delete rows/],
  ['SELECT 1 INTO x', /SELECT INTO not supported/],
  ['SELEC 1', /syntax error/],
  ['SELECT * FROM nowhere', /nowhere does not exist/],
  [' ; -- nothing\n;', /there is no statement/],
];

describe('a case that is open for reading', () => {
  it.each(REFUSED)('refuses %s', async (sql, answer) => {
    const error = await run(sql.replaceAll('$', folder)).then(
      () => undefined,
      (cause) => cause,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(answer);
    expect(error.remedy).not.toBe('');
  });

  it('is as it was, with all that was there, and nothing beside it', async () => {
    expect(digest()).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['case.duckdb', 'here.csv']);
    const [made] = await query<{ n: number }>(
      database,
      "SELECT (SELECT count(*) FROM duckdb_tables() WHERE temporary) + (SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal) + (SELECT count(*) FROM duckdb_types() WHERE database_name = 'temp' AND NOT internal AND NOT starts_with(type_name, '__pivot_enum')) AS n",
    );
    expect(made?.n).toBe(0);
    expect(
      await run("SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"),
    ).toEqual([[[false, true]]]);
  });

  it.each([
    ['SELECT 1 AS a', [[[1]]]],
    ['WITH a AS (SELECT 2 AS b) FROM a', [[[2]]]],
    ['VALUES (3)', [[[3]]]],
    ['(SELECT 4);', [[[4]]]],
    ['PIVOT (SELECT 7 AS seven) ON seven USING count(*)', [[[1]]]],
    ['SELECT * FROM (PIVOT (SELECT 7 AS seven) ON seven USING count(*))', [[[1]]]],
    ["SELECT 'read_csv(checkpoint())' AS text", [[['read_csv(checkpoint())']]]],
    ['SELECT 1; /* ; */ SELECT 2;', [[[1]], [[2]]]],
    ["SELECT count(*) FROM events WHERE process.command_line ILIKE '%query%'", [[[0]]]],
  ])('answers %s', async (sql, rows) => {
    expect(await run(sql)).toEqual(rows);
  });

  it.each([
    'DESCRIBE events',
    'SHOW TABLES',
    'SUMMARIZE links',
    "PRAGMA table_info('links')",
    'EXPLAIN FROM events',
  ])('answers %s', async (sql) => {
    expect((await run(sql))[0]?.length).toBeGreaterThan(0);
  });

  it('refuses every function of the engine that takes a file, a text as SQL or a switch, and knows all others', async () => {
    const found = await query<{ name: string }>(
      database,
      "SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE function_type = 'table' AND internal ORDER BY 1",
    );
    const harmless =
      /^(duckdb_(approx_database_count|columns|connection_count|constraints|coordinate_systems|databases|dependencies|external_file_cache|functions|indexes|keywords|log_contexts|logs|memory|optimizers|prepared_statements|schemas|secret_types|sequences|settings|table_sample|tables|temporary_files|types|variables|views)|generate_series|icu_calendar_names|json_each|json_tree|pg_timezone_names|pragma_\w+|range|repeat|repeat_row|seq_scan|sql_auto_complete|summary|test_all_types|test_vector_types|unnest)$/;
    const names = found.map(({ name }) => name);
    expect(names.filter((name) => !harmless.test(name) && !REFUSED_FUNCTIONS.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(60);
  });
});
