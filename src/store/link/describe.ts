import { type Database, execute } from '../database.ts';
import { literal } from '../quote.ts';
import { EVENT_TABLES, type EventTable, TABLE_FIELDS } from '../schema.ts';
import type { Scope } from './scope.ts';

const each = (select: (table: EventTable) => string): string =>
  EVENT_TABLES.map((table) => select(table)).join(' UNION ALL ');

/**
 * Describes files by what their events have: those in temp table `fresh` by kinds and fields that are filled, which never
 * change; all by hosts and time range and copies, as hosts are told apart, clocks corrected and copies found.
 */
export async function describeSources(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
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
  await run(
    `INSERT INTO flat.source_hosts SELECT source_id, host_rid, count(*), count(copy_of), min("@timestamp"), max("@timestamp") FROM (${each((table) => `SELECT source_id, host_rid, copy_of, "@timestamp" FROM flat.${table} t WHERE ${scope.has('t')}`)}) GROUP BY ALL ORDER BY ALL`,
  );
}
