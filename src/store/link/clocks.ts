import {
  CLOCK_EVIDENCE_SECONDS,
  CLOCK_FOLLOWERS,
  CLOCK_STEP_SECONDS,
  CLOCK_WITNESS,
} from '../../model/clock.ts';
import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { imageOf } from './image.ts';

const WRITTEN = '"event.created"';

const FOLLOWS = CLOCK_FOLLOWERS.map((log) => `source = '${log}'`).join(' OR ');

const eventsOf = (condition: string): string =>
  EVENT_TABLES.map(
    (table) =>
      `SELECT source_id, host_rid, "@timestamp" AS time, ${WRITTEN} AS written FROM flat.${table} WHERE (${condition}) AND ${WRITTEN} IS NOT NULL AND "@timestamp" IS NOT NULL`,
  ).join(' UNION ALL ');

/** Two starts of one process in two logs, `f` and `w`, the first read as `shift` seconds late. */
const pairs = (shift: string): string =>
  `count(*) FILTER (abs(epoch(f.${WRITTEN} - coalesce(w."process.start", w."@timestamp")) - ${shift}) * 1000 <= ${MERGE_TOLERANCE_MS})`;

/**
 * Finds out for each file and host whether the times that were written are local ones marked as UTC, from records that
 * carry both, and corrects the records that have nothing else, where the evidence is unanimous and `repair` says so.
 * A file without evidence of its own follows its host, if its starts then agree with those of the other log, and did not
 * before. What was written stays in `event.created`, so that this can be done again, and undone.
 */
export async function repairClocks(database: Database, repair: boolean): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_evidence AS SELECT source_id, host_rid, min(shift) AS least, max(shift) AS greatest, sum(records)::BIGINT AS records, max(rest) <= ${CLOCK_EVIDENCE_SECONDS} AS usable FROM (` +
      `SELECT source_id, host_rid, shift, count(*) AS records, max(abs(late - shift)) AS rest FROM (SELECT *, (round(late / ${CLOCK_STEP_SECONDS}) * ${CLOCK_STEP_SECONDS})::BIGINT AS shift FROM (SELECT *, epoch(written - time) AS late FROM (${eventsOf(`source = '${CLOCK_WITNESS}'`)}))) GROUP BY ALL) GROUP BY ALL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_followers AS SELECT source_id, host_rid, count(*) AS records FROM (${eventsOf(FOLLOWS)}) GROUP BY ALL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE host_clock AS SELECT host_rid, any_value(least) AS shift FROM clock_evidence GROUP BY host_rid HAVING bool_and(usable) AND min(least) = max(greatest) AND min(least) <> 0`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE confirmed AS SELECT f.source_id, f.host_rid, h.shift FROM host_clock h JOIN (FROM clock_followers ANTI JOIN clock_evidence USING (source_id, host_rid)) o USING (host_rid) JOIN flat.events f ON f.source_id = o.source_id AND f.host_rid = o.host_rid ` +
      `JOIN flat.events w ON w.host_rid = f.host_rid AND w."process.pid" = f."process.pid" AND ${imageOf('w."process.executable"')} = ${imageOf('f."process.executable"')} ` +
      `WHERE f.kind = 'start' AND w.kind = 'start' AND w.source = '${CLOCK_WITNESS}' AND list_contains([${CLOCK_FOLLOWERS.map((log) => `'${log}'`).join(', ')}], f.source) GROUP BY ALL HAVING ${pairs('h.shift')} > 0 AND ${pairs('0')} = 0`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE clock_shift AS SELECT source_id, host_rid, ${repair ? 'shift' : '0'} AS shift FROM (SELECT source_id, host_rid, least AS shift FROM clock_evidence WHERE usable AND least = greatest AND least <> 0 UNION ALL FROM confirmed) ` +
      `UNION ALL SELECT source_id, host_rid, 0 FROM (SELECT source_id, host_rid FROM flat.clocks WHERE repaired > 0) ANTI JOIN (SELECT source_id, host_rid FROM clock_evidence WHERE usable AND least = greatest AND least <> 0 UNION ALL SELECT source_id, host_rid FROM confirmed) USING (source_id, host_rid)`,
  );
  for (const table of EVENT_TABLES) await shift(database, table);
  await run('DELETE FROM flat.clocks');
  await run(
    `INSERT INTO flat.clocks SELECT source_id, host_rid, coalesce(e.least, c.shift), coalesce(e.greatest, c.shift), coalesce(e.records, 0), coalesce(f.records, 0), CASE WHEN coalesce(s.shift, 0) <> 0 THEN coalesce(f.records, 0) ELSE 0 END ` +
      `FROM clock_evidence e FULL JOIN confirmed c USING (source_id, host_rid) LEFT JOIN clock_followers f USING (source_id, host_rid) LEFT JOIN clock_shift s USING (source_id, host_rid) WHERE coalesce(e.usable, true) AND (coalesce(e.least, c.shift) <> 0 OR coalesce(e.greatest, c.shift) <> 0) ORDER BY ALL`,
  );
}

/** Sets every time of a follower that is the written one, less an old shift or none, to the written one less the shift. */
async function shift(database: Database, table: (typeof EVENT_TABLES)[number]): Promise<void> {
  const fields = table === 'events' ? ['@timestamp', 'process.start', 'process.end'] : ['@timestamp'];
  const at = `t.${WRITTEN} - to_seconds(s.shift)`;
  const set = fields.map((field) => `"${field}" = CASE WHEN t."${field}" = t."@timestamp" THEN ${at} END`);
  await execute(
    database,
    `UPDATE flat.${table} t SET ${set.join(', ')} FROM clock_shift s WHERE t.source_id = s.source_id AND t.host_rid = s.host_rid AND (${FOLLOWS}) AND ${WRITTEN} IS NOT NULL AND t."@timestamp" <> ${at}`,
  );
}
