import { type Database, execute } from '../database.ts';
import { literal } from '../quote.ts';
import { EVENT_TABLES, type EventTable, TABLE_FIELDS } from '../schema.ts';

const each = (select: (table: EventTable) => string): string =>
  EVENT_TABLES.map((table) => select(table)).join(' UNION ALL ');

/**
 * Describes every file by what its events have: hosts and time range, kinds, fields that are filled, copies. Kinds and
 * fields of a file never change; the rest does, as hosts are told apart, clocks corrected and copies found.
 */
export async function describeSources(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    'CREATE OR REPLACE TEMP TABLE fresh AS SELECT source_id FROM flat.sources ANTI JOIN flat.source_kinds USING (source_id)',
  );
  for (const table of EVENT_TABLES) {
    const counts = TABLE_FIELDS[table].map(
      (field) => `{'field': ${literal(field)}, 'filled': count("${field}")}`,
    );
    await run(
      `INSERT INTO flat.source_fields SELECT source_id, log, f.field, f.filled FROM (SELECT source_id, source AS log, unnest([${counts.join(', ')}]) AS f FROM flat.${table} WHERE source_id IN (FROM fresh) GROUP BY source_id, source) WHERE f.filled > 0`,
    );
  }
  await run(
    `INSERT INTO flat.source_kinds SELECT source_id, source, kind, count(*) FROM (${each((table) => `SELECT source_id, source, kind FROM flat.${table} WHERE source_id IN (FROM fresh)`)}) GROUP BY ALL`,
  );
  await run('DELETE FROM flat.source_hosts');
  await run(
    `INSERT INTO flat.source_hosts SELECT source_id, host_rid, count(*), count(copy_of), min("@timestamp"), max("@timestamp") FROM (${each((table) => `SELECT source_id, host_rid, copy_of, "@timestamp" FROM flat.${table}`)}) GROUP BY ALL ORDER BY ALL`,
  );
}
