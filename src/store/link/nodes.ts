import { LOG_RANK } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { identifier } from '../quote.ts';
import { SOURCE_COLUMNS } from '../schema.ts';
import { imageOf } from './image.ts';
import { mergeLogs } from './merge-logs.ts';
import type { Scope } from './scope.ts';

const FAMILY_RANK = `CASE family ${Object.entries(LOG_RANK)
  .map(([source, rank]) => `WHEN '${source}' THEN ${rank}`)
  .join(' ')} ELSE 0 END`;

/** What a record says, as one number: settles between records so that their order in the files does not. */
export const CONTENT = `hash(${SOURCE_COLUMNS.events.map((column) => `e.${identifier(column)}`).join(', ')})`;

/** The entity id of an event, or one made from what it has. */
const ENTITY_ID = `coalesce(e."process.entity_id", 'syn:' || sha1(concat_ws('|', h.host_key, e."process.pid", epoch_ms(e."process.start"), lower(e."process.executable"), CASE WHEN e."process.pid" IS NULL OR e."process.start" IS NULL THEN ${CONTENT} END)))`;

/** A log's rank above its row's number in one integer: of those, the least is found on all cores, as no DISTINCT ON is. */
const NID_BITS = 32;
const NID_MASK = 2 ** NID_BITS - 1;

/**
 * `seen`: one row for each process of each log, from its start or already-running records. `alias`: which process (rid)
 * an entity id stands for on its host; records of one process in two logs share one. `node`: one row a process.
 */
export async function buildNodes(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE start_events AS SELECT e.rowid AS event, e.host_rid, e.source AS family, ${ENTITY_ID} AS entity_id, e.kind FROM flat.events e JOIN flat.hosts h USING (host_rid) WHERE e.kind <> 'end' AND e.copy_of IS NULL AND ${scope.has('e')}`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE repeated AS WITH several AS (SELECT host_rid, family, entity_id FROM start_events GROUP BY ALL HAVING count(*) > 1) ` +
      `SELECT DISTINCT ON (s.host_rid, s.family, s.entity_id) s.host_rid, s.family, s.entity_id, s.event FROM start_events s SEMI JOIN several USING (host_rid, family, entity_id) JOIN flat.events e ON e.rowid = s.event ` +
      `ORDER BY s.host_rid, s.family, s.entity_id, s.kind <> 'start', e."@timestamp", ${CONTENT}, s.event`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE seen AS SELECT row_number() OVER (ORDER BY host_rid, start, entity_id, family)::INTEGER AS nid, * FROM (SELECT s.*, ` +
      `e."process.pid" AS pid, coalesce(e."process.start", CASE WHEN e.kind = 'start' THEN e."@timestamp" END) AS start, e."process.end" AS "end", ${imageOf('e."process.executable"')} AS image, e.kind AS seen_via ` +
      `FROM (SELECT host_rid, family, entity_id, min(event) AS event FROM start_events GROUP BY ALL HAVING count(*) = 1 UNION ALL FROM repeated) s JOIN flat.events e ON e.rowid = s.event)`,
  );
  await mergeLogs(database);
  // One id is one process, also where its records did not merge.
  await run(
    `CREATE OR REPLACE TEMP TABLE member AS SELECT * REPLACE (min(leader) OVER (PARTITION BY host_rid, entity_id) AS leader), ${FAMILY_RANK} AS family_rank FROM (SELECT s.*, coalesce(r.other, m.leader, s.nid) AS leader FROM seen s LEFT JOIN (SELECT nid, leader FROM merged) m USING (nid) LEFT JOIN renamed r ON r.leader = m.leader)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE node AS SELECT f.rid, m.leader, host_rid, entity_id, seen_via, pid, start, "end", image, event FROM (` +
      `SELECT (row_number() OVER (ORDER BY leader) + ${scope.firstRid - 1})::INTEGER AS rid, first & ${NID_MASK} AS nid FROM (SELECT leader, min((family_rank::BIGINT << ${NID_BITS}) | nid) AS first FROM member GROUP BY leader)` +
      `) f JOIN member m USING (nid)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE alias AS SELECT m.host_rid, m.entity_id, min(n.rid) AS rid FROM member m JOIN node n USING (leader) GROUP BY ALL`,
  );
  await run(
    `UPDATE flat.events SET process_rid = a.rid FROM start_events s JOIN alias a USING (host_rid, entity_id) WHERE events.rowid = s.event`,
  );
}
