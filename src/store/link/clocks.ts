import {
  CLOCK_EVIDENCE_SECONDS,
  CLOCK_FOLLOWERS,
  CLOCK_STEP_SECONDS,
  CLOCK_WITNESS,
  LEAST_CLOCK_EVIDENCE,
  MOST_CLOCK_SHIFT_SECONDS,
} from '../../model/clock.ts';
import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { imageOf } from './image.ts';
import type { Scope } from './scope.ts';

const WRITTEN = '"event.created"';

const FOLLOWS = CLOCK_FOLLOWERS.map((log) => `source = '${log}'`).join(' OR ');

const timesOf = (condition: string, scope: Scope): string =>
  EVENT_TABLES.map(
    (table) =>
      `SELECT source_id, host_rid, "@timestamp" AS time, ${WRITTEN} AS written FROM flat.${table} t WHERE (${condition}) AND ${WRITTEN} IS NOT NULL AND "@timestamp" IS NOT NULL AND ${scope.has('t')}`,
  ).join(' UNION ALL ');

/** SQL for the number of a stretch of time as long as two logs may be apart: what is near lies in the same or the next. */
const slot = (time: string): string => `epoch_ms(${time}) // ${MERGE_TOLERANCE_MS}`;

const startsOf = (condition: string): string =>
  `SELECT source_id, host_rid, rowid AS event, "process.pid" AS pid, ${imageOf('"process.executable"')} AS image, "@timestamp" AS time, ${WRITTEN} AS written FROM flat.events WHERE kind = 'start' AND (${condition})`;

/** How many times as many starts must agree with the other log's after a correction as before, and which share of them. */
const TIMES_AS_MANY = 10;
const SHARE = 0.5;

/**
 * Finds out for each file and host whether the times that were written are local ones marked as UTC, from records that
 * carry both, and corrects the records that have nothing else, where the evidence is unanimous and `repair` says so.
 * A file without evidence of its own follows its host, if its starts then agree with those of the other log, and did not
 * before. What was written stays in `event.created`, so that this can be done again, and undone.
 */
export async function repairClocks(database: Database, repair: boolean, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_evidence AS SELECT *, usable AND least = greatest AND least <> 0 AND abs(least) <= ${MOST_CLOCK_SHIFT_SECONDS} AND records >= ${LEAST_CLOCK_EVIDENCE} AS unanimous FROM (` +
      `SELECT source_id, host_rid, min(shift) AS least, max(shift) AS greatest, sum(records)::BIGINT AS records, max(rest) <= ${CLOCK_EVIDENCE_SECONDS} AS usable FROM (` +
      `SELECT source_id, host_rid, shift, count(*) AS records, max(abs(late - shift)) AS rest FROM (SELECT *, (round(late / ${CLOCK_STEP_SECONDS}) * ${CLOCK_STEP_SECONDS})::BIGINT AS shift FROM (SELECT *, epoch(written - time) AS late FROM (${timesOf(`source = '${CLOCK_WITNESS}'`, scope)}))) GROUP BY ALL) GROUP BY ALL)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_followers AS SELECT source_id, host_rid, count(*) AS records FROM (${timesOf(FOLLOWS, scope)}) GROUP BY ALL`,
  );
  await confirmShifts(database);
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_shift AS SELECT f.source_id, f.host_rid, ${repair ? 'coalesce(s.shift, 0)' : '0'} AS shift FROM clock_followers f LEFT JOIN (SELECT source_id, host_rid, least AS shift FROM clock_evidence WHERE unanimous UNION ALL SELECT source_id, host_rid, shift FROM confirmed) s USING (source_id, host_rid)`,
  );
  for (const table of EVENT_TABLES) await shiftTimes(database, table);
  await run(
    `INSERT INTO flat.clocks SELECT source_id, host_rid, coalesce(e.least, c.shift), coalesce(e.greatest, c.shift), coalesce(e.records, 0), coalesce(f.records, 0), CASE WHEN coalesce(s.shift, 0) <> 0 THEN coalesce(f.records, 0) ELSE 0 END ` +
      `FROM clock_evidence e FULL JOIN confirmed c USING (source_id, host_rid) LEFT JOIN clock_followers f USING (source_id, host_rid) LEFT JOIN clock_shift s USING (source_id, host_rid) WHERE coalesce(e.usable, true) AND (coalesce(e.least, c.shift) <> 0 OR coalesce(e.greatest, c.shift) <> 0) ORDER BY ALL`,
  );
}

/** `confirmed`: files that have no evidence of their own and follow the unanimous shift of their host. */
async function confirmShifts(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE host_clock AS SELECT host_rid, any_value(least) AS shift FROM clock_evidence GROUP BY host_rid HAVING bool_and(unanimous) AND min(least) = max(greatest)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE confirmed AS WITH witness AS MATERIALIZED (SELECT *, ${slot('time')} AS slot FROM (${startsOf(`source = '${CLOCK_WITNESS}'`)}) SEMI JOIN host_clock USING (host_rid) WHERE time IS NOT NULL), ` +
      `span AS (SELECT host_rid, min(time) AS first, max(time) AS last FROM witness GROUP BY host_rid), ` +
      `told AS MATERIALIZED (SELECT f.*, h.shift, f.written - to_seconds(h.shift) AS true_time FROM (${startsOf(FOLLOWS)}) f JOIN host_clock h USING (host_rid) ANTI JOIN clock_evidence e ON e.source_id = f.source_id AND e.host_rid = f.host_rid), ` +
      `read AS (SELECT event, host_rid, pid, image, true_time AS time, true AS shifted FROM told UNION ALL SELECT event, host_rid, pid, image, written, false FROM told), ` +
      `near AS (SELECT *, unnest([${slot('time')} - 1, ${slot('time')}, ${slot('time')} + 1]) AS slot FROM read), ` +
      `paired AS (SELECT DISTINCT n.event, n.shifted FROM near n JOIN witness w ON w.host_rid = n.host_rid AND w.pid = n.pid AND w.image = n.image AND w.slot = n.slot WHERE abs(epoch_ms(w.time) - epoch_ms(n.time)) <= ${MERGE_TOLERANCE_MS}), ` +
      `counts AS (SELECT t.source_id, t.host_rid, t.shift, count(*) FILTER (t.true_time BETWEEN s.first AND s.last) AS within, count(a.event) AS after, count(b.event) AS before FROM told t JOIN span s USING (host_rid) LEFT JOIN paired a ON a.event = t.event AND a.shifted LEFT JOIN paired b ON b.event = t.event AND NOT b.shifted GROUP BY ALL) ` +
      `SELECT source_id, host_rid, shift FROM counts WHERE after >= ${LEAST_CLOCK_EVIDENCE} AND after >= ${SHARE} * within AND after >= ${TIMES_AS_MANY} * before`,
  );
}

/** Sets every time of a follower that is not the written one less the shift to that. */
async function shiftTimes(database: Database, table: (typeof EVENT_TABLES)[number]): Promise<void> {
  const fields = table === 'events' ? ['@timestamp', 'process.start', 'process.end'] : ['@timestamp'];
  const at = `t.${WRITTEN} - to_seconds(s.shift)`;
  const set = fields.map(
    (field) => `"${field}" = CASE WHEN t."${field}" = t."@timestamp" THEN ${at} ELSE t."${field}" END`,
  );
  await execute(
    database,
    `UPDATE flat.${table} t SET ${set.join(', ')} FROM clock_shift s WHERE t.source_id = s.source_id AND t.host_rid = s.host_rid AND (${FOLLOWS}) AND t.${WRITTEN} IS NOT NULL AND t."@timestamp" <> ${at}`,
  );
}
