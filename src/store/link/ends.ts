import { type Database, execute } from '../database.ts';
import { imageOf } from './image.ts';
import { CONTENT } from './nodes.ts';
import type { Scope } from './scope.ts';

/** SQL for an id of a process whose start was never seen: its host, pid and image, and the last known start of that pid. */
export const unseenId = (host: string, pid: string, image: string, previousStart: string): string =>
  `'syn:' || sha1(concat_ws('|', ${host}, coalesce(${pid}::VARCHAR, ''), '?', coalesce(lower(${image}), ''), coalesce(epoch_ms(${previousStart})::VARCHAR, '')))`;

/** A host logs its start (4608) at most so long after its first processes. */
const BOOT_SECONDS = 120;

/** Number of earlier processes in a window whose end is not known. A sum runs along; a filtered count starts anew for each row. */
const unended = (window: string): string =>
  `coalesce(sum(("end" IS NULL)::INTEGER) OVER ${window}, 0)::BIGINT`;

/**
 * Gives processes their ends, and adds to `node` and `alias` the processes of which only the end was logged.
 * `timeline`: who had a pid of a host from when; what a lookup by pid and time walks.
 */
export async function attachEnds(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE end_events AS SELECT e.rowid AS event, e.host_rid, h.host_key, e."process.entity_id" AS entity_id, e."process.pid" AS pid, ${imageOf('e."process.executable"')} AS image, coalesce(e."process.end", e."@timestamp") AS "end" FROM flat.events e JOIN flat.hosts h USING (host_rid) WHERE e.kind = 'end' AND e.copy_of IS NULL AND ${scope.has('e')}`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE started AS SELECT host_rid, pid, start, min(rid) AS rid, arg_min(image, rid) AS image FROM node WHERE pid IS NOT NULL AND start IS NOT NULL GROUP BY ALL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE ended AS SELECT x.*, coalesce(a.rid, CASE WHEN x.entity_id IS NULL AND (t.image = x.image OR x.image IS NULL) THEN t.rid END) AS rid, t.start AS previous_start FROM end_events x LEFT JOIN alias a ON a.host_rid = x.host_rid AND a.entity_id = x.entity_id ASOF LEFT JOIN started t ON t.host_rid = x.host_rid AND t.pid = x.pid AND t.start <= x."end"`,
  );
  await run(
    `UPDATE ended SET entity_id = coalesce(entity_id, ${unseenId('host_key', 'pid', 'image', 'previous_start')}) WHERE rid IS NULL`,
  );
  await run(
    `INSERT INTO node SELECT (SELECT coalesce(max(rid), ${scope.firstRid - 1}) FROM node) + row_number() OVER (ORDER BY host_rid, entity_id), NULL, host_rid, entity_id, 'mentioned', pid, NULL, NULL, image, event FROM (SELECT DISTINCT ON (x.host_rid, x.entity_id) x.* FROM ended x JOIN flat.events e ON e.rowid = x.event WHERE x.rid IS NULL ORDER BY x.host_rid, x.entity_id, x."end", ${CONTENT}, x.event)`,
  );
  await run(`INSERT INTO alias SELECT host_rid, entity_id, rid FROM node WHERE seen_via = 'mentioned'`);
  await run(
    `UPDATE ended SET rid = a.rid FROM alias a WHERE ended.rid IS NULL AND a.host_rid = ended.host_rid AND a.entity_id = ended.entity_id`,
  );
  await run(
    `UPDATE node SET "end" = x."end" FROM (SELECT rid, min("end") AS "end" FROM ended GROUP BY rid) x WHERE node.rid = x.rid`,
  );
  await run(`UPDATE flat.events SET process_rid = x.rid FROM ended x WHERE events.rowid = x.event`);
  await run(
    `UPDATE flat.events SET process_rid = o.process_rid FROM (SELECT rowid AS event, process_rid FROM flat.events) o WHERE events.copy_of = o.event AND ${scope.has('events')}`,
  );
  // A host that starts has none of its processes left, but for those that start before it logs that.
  await run(
    `CREATE OR REPLACE TEMP TABLE boot AS SELECT DISTINCT host_rid, "@timestamp" AS time, "@timestamp" - INTERVAL ${BOOT_SECONDS} SECOND AS begun FROM flat.activity a WHERE ${scope.has('a')} AND list_contains("event.category", 'host') AND list_contains("event.type", 'start') AND "@timestamp" IS NOT NULL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE timeline AS SELECT *, ties + ${unended('any_image')} AS rivals, ` +
      `ties + ${unended('same_image')} AS image_rivals FROM (SELECT host_rid, pid, start, min(rid) AS rid, arg_min("end", rid) AS "end", arg_min(image, rid) AS image, count(*) - 1 AS ties FROM (SELECT n.* REPLACE (coalesce(n."end", b.time) AS "end") FROM node n ASOF LEFT JOIN boot b ON b.host_rid = n.host_rid AND n.start < b.begun) WHERE pid IS NOT NULL AND start IS NOT NULL GROUP BY ALL) ` +
      `WINDOW any_image AS (PARTITION BY host_rid, pid ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), same_image AS (PARTITION BY host_rid, pid, image ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`,
  );
}
