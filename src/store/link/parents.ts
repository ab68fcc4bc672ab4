import {
  CONFIDENCE,
  ID_CLOCK_TOLERANCE_MS,
  LINK_METHODS,
  type LinkMethod,
  MERGE_TOLERANCE_MS,
} from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { eventNumber } from '../schema.ts';
import { unseenId } from './ends.ts';
import { type IdFacts, sameStart, twinsOf } from './foreign-ids.ts';
import { imageName, imageOf } from './image.ts';
import type { Scope } from './scope.ts';
import { OF_GRANDPARENT } from './told.ts';

/** Rank of a method, surest first; what decides between two logs' reports of one process. */
const METHOD_RANK = `CASE method ${LINK_METHODS.map((method, rank) => `WHEN '${method}' THEN ${rank}`).join(' ')} END`;

const confidence = (method: LinkMethod, rivals: string): string => `${CONFIDENCE[method]} / (1 + ${rivals})`;

/** How much later than its child a parent may seem to start. */
export const TOLERANCE = `INTERVAL ${ID_CLOCK_TOLERANCE_MS} MILLISECOND`;

/**
 * `report`: what each log says of each process's parent; of a process that only acted, what one record says. `found`: for each process the parent that the surest report
 * leads to, among processes that are known; reports that lead nowhere are left to placeholders.
 */
export async function resolveParents(database: Database, inId: IdFacts): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  const said =
    `e."process.parent.entity_id" AS parent_id, e."process.Ext.ancestry" AS ancestry, e."process.parent.pid" AS parent_pid, ` +
    `${imageOf('e."process.parent.executable"')} AS parent_image, lower(e."process.parent.name") AS parent_name, e."process.parent.start" AS parent_start`;
  await run(
    `CREATE OR REPLACE TEMP TABLE report AS SELECT m.rid, m.host_rid, h.host_key, 0 AS family_rank, m.rid AS nid, m.said.start AS start, ${said}, p.event FROM parent_mention p JOIN mention m USING (rid) JOIN flat.activity e ON ${eventNumber('activity', 'e.rowid')} = p.event JOIN flat.hosts h ON h.host_rid = m.host_rid ` +
      `UNION ALL SELECT e.process_rid, e.host_rid, h.host_key, m.family_rank, m.nid, m.start, ${said}, ${eventNumber('events', 'e.rowid')} ` +
      `FROM member m JOIN flat.events e ON e.rowid = m.event JOIN flat.hosts h ON h.host_rid = e.host_rid ` +
      `WHERE e."process.parent.entity_id" IS NOT NULL OR e."process.Ext.ancestry"[1] IS NOT NULL OR e."process.parent.pid" IS NOT NULL OR e."process.parent.name" IS NOT NULL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE by_id AS WITH tied AS MATERIALIZED (SELECT r.rid, r.family_rank, p.rid AS parent_rid, '${'entity_id' satisfies LinkMethod}' AS method, 0 AS rivals, ${confidence('entity_id', '0')} AS confidence FROM report r JOIN alias p ON p.host_rid = r.host_rid AND p.entity_id = r.parent_id WHERE p.rid <> r.rid ` +
      `UNION ALL SELECT r.rid, r.family_rank, p.rid, '${'ancestry' satisfies LinkMethod}', 0, ${confidence('ancestry', '0')} FROM report r JOIN alias p ON p.host_rid = r.host_rid AND p.entity_id = r.ancestry[1] WHERE p.rid <> r.rid AND r.ancestry[1] IS DISTINCT FROM r.parent_id) ` +
      `SELECT t.* FROM tied t JOIN node c ON c.rid = t.rid JOIN node p ON p.rid = t.parent_rid WHERE coalesce(p.start <= c.start + ${TOLERANCE}, true)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE by_time AS WITH open AS (SELECT * REPLACE (coalesce(parent_start, ${inId.start('parent_id')}) AS parent_start) FROM report ANTI JOIN by_id USING (rid) WHERE parent_pid IS NOT NULL AND start IS NOT NULL), ` +
      `latest AS (SELECT r.rid, r.family_rank, t.rid AS parent_rid, t."end" AS parent_end, r.start, t.rivals, t.image_rivals, r.parent_name IS NOT NULL AS named, ` +
      `CASE WHEN r.parent_image = t.image THEN true WHEN r.parent_name IS NULL OR t.image IS NULL THEN NULL ELSE r.parent_name = ${imageName('t.image')} END AS agrees ` +
      `FROM open r ASOF JOIN timeline t ON t.host_rid = r.host_rid AND t.pid = r.parent_pid AND t.start <= r.start WHERE coalesce(${sameStart('t.start', 'r.parent_start')}, true)) ` +
      `SELECT rid, family_rank, parent_rid, method, rivals, CASE method WHEN 'lifetime' THEN ${confidence('lifetime', 'rivals')} ELSE ${confidence('time', 'rivals')} END AS confidence FROM (` +
      `SELECT rid, family_rank, parent_rid, CASE WHEN coalesce(parent_end >= start, agrees) THEN '${'lifetime' satisfies LinkMethod}' ELSE '${'time' satisfies LinkMethod}' END AS method, CASE WHEN named THEN image_rivals ELSE rivals END AS rivals FROM latest ` +
      `WHERE parent_rid <> rid AND coalesce(agrees, true) AND coalesce(parent_end >= start - INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND, true))`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE found AS WITH tied AS MATERIALIZED (FROM by_id UNION ALL FROM by_time), several AS MATERIALIZED (SELECT rid FROM tied GROUP BY rid HAVING count(*) > 1) ` +
      `SELECT t.* FROM tied t ANTI JOIN several USING (rid) UNION ALL (SELECT DISTINCT ON (rid) * FROM tied SEMI JOIN several USING (rid) ORDER BY rid, ${METHOD_RANK}, family_rank, parent_rid)`,
  );
}

/**
 * Stands a placeholder for each parent that is reported but was never seen, one for each id, else for each pid and
 * image between two known starts of that pid; and for the ancestors that `process.Ext.ancestry` names beyond it, or
 * beyond a parent of which only activity was logged. An id that is known and yet led nowhere, since its process starts
 * too late or is the child itself, counts for nothing.
 */
export async function placeUnseenParents(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE unseen AS SELECT DISTINCT ON (r.rid) r.*, t.start AS previous_start, coalesce(CASE WHEN r.known IS NULL THEN coalesce(r.parent_id, r.ancestry[1]) END, ${unseenId('r.host_key', 'r.parent_pid', 'r.parent_image', 't.start')}) AS entity_id ` +
      `FROM (SELECT r.*, a.rid AS known FROM report r ANTI JOIN found USING (rid) LEFT JOIN alias a ON a.host_rid = r.host_rid AND a.entity_id = coalesce(r.parent_id, r.ancestry[1])) r ASOF LEFT JOIN timeline t ON t.host_rid = r.host_rid AND t.pid = r.parent_pid AND t.start <= r.start ORDER BY r.rid, r.family_rank, r.nid`,
  );
  // The record of a start tells of its parent's parent too, which the first pair of its ancestors is.
  await run(
    `CREATE OR REPLACE TEMP TABLE beyond AS WITH told AS (SELECT rid, host_rid, start, ancestry, event FROM unseen UNION ALL SELECT r.rid, r.host_rid, r.start, r.ancestry, r.event FROM report r JOIN found f USING (rid) JOIN node p ON p.rid = f.parent_rid WHERE p.seen_via = 'mentioned'), ` +
      `pairs AS (SELECT host_rid, rid, start, unnest(list_zip(ancestry[1:-2], ancestry[2:], [event])) AS pair FROM told WHERE len(ancestry) > 1), ` +
      `speaking AS (SELECT a.host_rid, a.entity_id FROM alias a JOIN node n USING (rid) WHERE n.seen_via <> 'mentioned' OR n.rid IN (SELECT rid FROM report)) ` +
      `SELECT p.host_rid, pair[1] AS entity_id, min({'parent_id': pair[2], 'child': CASE WHEN pair[3] IS NOT NULL THEN p.rid END, 'event': pair[3], 'start': p.start}) AS said FROM pairs p ANTI JOIN speaking a ON a.host_rid = p.host_rid AND a.entity_id = p.pair[1] WHERE pair[1] <> pair[2] GROUP BY ALL`,
  );
  await run(
    `INSERT INTO alias SELECT t.* FROM (${twinsOf(`SELECT b.host_rid, g.source, b.said.parent_id AS entity_id, g.pid, g.start, g.name FROM beyond b JOIN (SELECT rowid AS event, source, ${OF_GRANDPARENT} FROM flat.events e) g ON g.event = b.said.event`)}) t ANTI JOIN alias USING (host_rid, entity_id)`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE placeholder AS SELECT (SELECT coalesce(max(rid), ${scope.firstRid - 1}) FROM node) + row_number() OVER (ORDER BY host_rid, entity_id) AS rid, * FROM (` +
      `SELECT host_rid, entity_id, arg_min(event, child_rid) AS event, arg_min(grandchild_event, grandchild_rid) AS grandchild_event, min(child_start) AS child_start FROM (` +
      `SELECT host_rid, entity_id, event, rid AS child_rid, NULL AS grandchild_event, NULL AS grandchild_rid, start AS child_start FROM unseen ` +
      `UNION ALL SELECT host_rid, entity_id, NULL, NULL, NULL, NULL, NULL FROM beyond UNION ALL SELECT host_rid, said.parent_id, NULL, NULL, said.event, said.child, said.start FROM beyond) ` +
      `GROUP BY ALL) u ANTI JOIN alias a USING (host_rid, entity_id)`,
  );
  await run('INSERT INTO alias SELECT host_rid, entity_id, rid FROM placeholder');
  await run(
    `CREATE OR REPLACE TEMP TABLE chosen AS WITH below AS MATERIALIZED (SELECT b.host_rid, b.said.parent_id AS parent_id, c.rid FROM beyond b JOIN alias c USING (host_rid, entity_id)) SELECT rid, parent_rid, method, confidence, rivals FROM found ` +
      `UNION ALL SELECT u.rid, a.rid, '${'reported' satisfies LinkMethod}', ${confidence('reported', '0')}, 0 FROM unseen u JOIN alias a USING (host_rid, entity_id) WHERE a.rid <> u.rid ` +
      `UNION ALL SELECT c.rid, p.rid, '${'ancestry' satisfies LinkMethod}', ${confidence('ancestry', '0')}, 0 FROM below c JOIN alias p ON p.host_rid = c.host_rid AND p.entity_id = c.parent_id WHERE c.rid <> p.rid`,
  );
}
