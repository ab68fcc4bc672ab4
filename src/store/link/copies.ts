import { type Database, execute } from '../database.ts';
import { identifier } from '../quote.ts';
import { EVENT_TABLES, type EventTable, eventNumber, SOURCE_COLUMNS } from '../schema.ts';

/** What tells a record of a Windows log from every other, in whatever export: a log that was cleared counts from 1 again. */
const RECORD = [
  'lower("winlog.computer_name")',
  '"winlog.channel"',
  '"winlog.record_id"',
  'epoch_ms("@timestamp")',
];

const RECORD_KEY = `hash(${RECORD.join(', ')})`;

const contentKey = (table: EventTable): string =>
  `hash(kind, ${SOURCE_COLUMNS[table].map(identifier).join(', ')})`;

/**
 * Marks records that came twice, by `copy_of`, the number of the event that stands for them: the same record of a Windows
 * log, forwarded and local; and where files of one log overlap in time, records that say the very same, as often as each
 * file has them.
 */
export async function markCopies(database: Database): Promise<void> {
  for (const table of EVENT_TABLES) {
    const run = (sql: string): Promise<void> => execute(database, sql);
    await run(
      `CREATE OR REPLACE TEMP TABLE copied AS SELECT "row", first_value("row") OVER (PARTITION BY ${RECORD.join(', ')} ORDER BY content, "row") AS original FROM (` +
        `SELECT rowid AS "row", "winlog.computer_name", "winlog.channel", "winlog.record_id", "@timestamp", ${contentKey(table)} AS content FROM flat.${table} WHERE "winlog.record_id" IS NOT NULL AND ${RECORD_KEY} IN (` +
        `SELECT ${RECORD_KEY} AS key FROM flat.${table} WHERE "winlog.record_id" IS NOT NULL GROUP BY key HAVING count(*) > 1))`,
    );
    await run(
      `INSERT INTO copied WITH span AS (SELECT source_id, host_rid, source, min("@timestamp") AS first, max("@timestamp") AS last FROM flat.${table} WHERE "winlog.record_id" IS NULL GROUP BY ALL), ` +
        `overlapping AS (SELECT DISTINCT a.source_id, a.host_rid, a.source FROM span a JOIN span b ON b.host_rid = a.host_rid AND b.source = a.source AND b.source_id <> a.source_id AND b.first <= a.last AND b.last >= a.first), ` +
        `keyed AS (SELECT t.rowid AS "row", t.host_rid, t.source_id, t.source, t."@timestamp" AS time, ${contentKey(table)} AS content FROM flat.${table} t SEMI JOIN overlapping o ON o.source_id = t.source_id AND o.host_rid = t.host_rid AND o.source = t.source WHERE t."winlog.record_id" IS NULL AND t."@timestamp" IS NOT NULL), ` +
        `counted AS (SELECT *, row_number() OVER (PARTITION BY source_id, host_rid, source, time, content ORDER BY "row") AS turn FROM keyed) ` +
        `SELECT "row", min("row") OVER (PARTITION BY host_rid, source, time, content, turn) FROM counted`,
    );
    await run(`DELETE FROM copied WHERE "row" = original`);
    await run(`UPDATE flat.${table} SET copy_of = NULL WHERE copy_of IS NOT NULL`);
    await run(
      `UPDATE flat.${table} SET copy_of = ${eventNumber(table, 'c.original')} FROM copied c WHERE ${table}.rowid = c."row"`,
    );
  }
}
