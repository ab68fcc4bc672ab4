import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { identifier } from '../quote.ts';
import { EVENT_TABLES, type EventTable, eventNumber, SOURCE_COLUMNS } from '../schema.ts';
import type { Scope } from './scope.ts';

/**
 * What tells a record of a Windows log from every other, in whatever export, but for its time: a log that was cleared
 * counts from 1 again, and some exports have whole seconds.
 */
const RECORD = [
  'lower("winlog.computer_name")',
  'lower("winlog.channel")',
  '"winlog.record_id"',
  'source',
  'kind',
  '"event.code"',
  '"process.pid"',
];

const PARTS = RECORD.map((_, part) => `r${part}`).join(', ');

const IS_NUMBERED = `"winlog.computer_name" IS NOT NULL AND "winlog.channel" IS NOT NULL AND "@timestamp" IS NOT NULL AND coalesce("winlog.record_id" <> '0', false)`;

const contentOf = (table: EventTable): string =>
  `hash(kind, ${SOURCE_COLUMNS[table].map(identifier).join(', ')})`;

/** How many columns have something. */
const filledOf = (table: EventTable): string =>
  SOURCE_COLUMNS[table].map((column) => `(${identifier(column)} IS NOT NULL)::INTEGER`).join(' + ');

/** Of copies the one that says most stands for all, one that was carved only where there is no other; never by its place. */
const BEST_FIRST = `starts_with(s.format, 'evtx carved'), filled DESC, content, s.sha256, record`;

/**
 * Marks records that came twice, by `copy_of`, the number of the event that stands for them: the same record of a Windows
 * log, forwarded and local; and where files of one log overlap in time, records that say the very same, as often as each
 * file has them.
 */
export async function markCopies(database: Database, scope: Scope): Promise<void> {
  for (const table of EVENT_TABLES) {
    const run = (sql: string): Promise<void> => execute(database, sql);
    const ours = scope.has('t');
    await run(
      `CREATE OR REPLACE TEMP TABLE suspects AS SELECT source_id, record, "@timestamp", ${RECORD.map((sql, part) => `${sql} AS r${part}`).join(', ')}, rowid AS "row", ${filledOf(table)} AS filled, ${contentOf(table)} AS content FROM flat.${table} t WHERE ${IS_NUMBERED} AND ${ours} AND hash(${RECORD.join(', ')}) IN (SELECT hash(${RECORD.join(', ')}) FROM flat.${table} t WHERE ${IS_NUMBERED} AND ${ours} GROUP BY ALL HAVING count(*) > 1)`,
    );
    await run(
      `CREATE OR REPLACE TEMP TABLE copied AS WITH apart AS (SELECT *, coalesce("@timestamp" - lag("@timestamp") OVER same > INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND, true)::INTEGER AS apart FROM suspects WINDOW same AS (PARTITION BY ${PARTS} ORDER BY "@timestamp", "row")), ` +
        `grouped AS (SELECT *, sum(apart) OVER (PARTITION BY ${PARTS} ORDER BY "@timestamp", "row") AS turn FROM apart) ` +
        `SELECT "row", first_value("row") OVER (PARTITION BY ${PARTS}, turn ORDER BY ${BEST_FIRST}) AS original FROM grouped JOIN flat.sources s USING (source_id)`,
    );
    // Files by the moment they begin: one overlaps another where that before has not ended, or the next begins in time.
    await run(
      `INSERT INTO copied WITH span AS (SELECT source_id, host_rid, source, min("@timestamp") AS first, max("@timestamp") AS last FROM flat.${table} t WHERE "winlog.record_id" IS NULL AND ${ours} GROUP BY ALL), ` +
        `overlapping AS (SELECT * FROM (SELECT *, max(last) OVER (PARTITION BY host_rid, source ORDER BY first, source_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended, lead(first) OVER (PARTITION BY host_rid, source ORDER BY first, source_id) AS begun FROM span) WHERE ended >= first OR begun <= last), ` +
        `keyed AS (SELECT t.rowid AS "row", t.record, s.sha256, t.host_rid, t.source_id, t.source, t."@timestamp" AS time, ${contentOf(table)} AS content FROM flat.${table} t JOIN flat.sources s USING (source_id) SEMI JOIN overlapping o ON o.source_id = t.source_id AND o.host_rid = t.host_rid AND o.source = t.source WHERE t."winlog.record_id" IS NULL AND t."@timestamp" IS NOT NULL), ` +
        `counted AS (SELECT *, row_number() OVER (PARTITION BY source_id, host_rid, source, time, content ORDER BY "row") AS turn FROM keyed) ` +
        `SELECT "row", first_value("row") OVER (PARTITION BY host_rid, source, time, content, turn ORDER BY sha256, record) FROM counted`,
    );
    await run(`DELETE FROM copied WHERE "row" = original`);
    await run(`UPDATE flat.${table} t SET copy_of = NULL WHERE copy_of IS NOT NULL AND ${ours}`);
    await run(
      `UPDATE flat.${table} SET copy_of = ${eventNumber(table, 'c.original')} FROM copied c WHERE ${table}.rowid = c."row"`,
    );
  }
}
