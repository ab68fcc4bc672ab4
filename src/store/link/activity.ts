import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { eventNumber } from '../schema.ts';
import { unseenId } from './ends.ts';
import { imageName, imageOf } from './image.ts';
import type { Scope } from './scope.ts';

/** What a record says of the process that it is of, in the order in which one is preferred that says more. */
const SAID = `{'executable': "process.executable", 'pid': "process.pid", 'name': "process.name", 'command_line': "process.command_line", 'start': "process.start"}`;

/** What a record says of its process's parent, in the same order. */
const SAID_OF_PARENT = `{'id': "process.parent.entity_id", 'ancestry': "process.Ext.ancestry", 'pid': "process.parent.pid", 'name': "process.parent.name", 'executable': "process.parent.executable", 'start': "process.parent.start", 'command_line': "process.parent.command_line"}`;

/**
 * Ties every record of activity to its process: by its id, else by pid and time. A process of which no start and no end
 * was logged joins `node` and `alias`; `mention` has what the records say of it, `parent_mention` the one that says most of
 * its parent.
 */
export async function attachActivity(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `UPDATE flat.activity SET process_rid = NULL WHERE process_rid IS NOT NULL AND ${scope.has('activity')}`,
  );
  const late = `INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND`;
  const fits = (t: string): string =>
    `${t}.rid IS NOT NULL AND coalesce(lower(a."process.name") = ${imageName(`${t}.image`)}, true) AND coalesce(${t}."end" >= a."@timestamp" - ${late}, true)`;
  // Who ran by then; only if that is nobody, who started a moment later by another log's clock.
  await run(
    `CREATE OR REPLACE TEMP TABLE by_pid AS SELECT a.rowid AS event, a.host_rid, t.start AS previous_start, ${imageOf('a."process.executable"')} AS image, a."process.pid" AS pid, ` +
      `CASE WHEN ${fits('t')} THEN t.rid WHEN ${fits('l')} THEN l.rid END AS rid ` +
      `FROM flat.activity a ASOF LEFT JOIN timeline t ON t.host_rid = a.host_rid AND t.pid = a."process.pid" AND t.start <= a."@timestamp" ` +
      `ASOF LEFT JOIN timeline l ON l.host_rid = a.host_rid AND l.pid = a."process.pid" AND l.start <= a."@timestamp" + ${late} WHERE a."process.entity_id" IS NULL AND a."process.pid" IS NOT NULL AND ${scope.has('a')}`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE unseen_actor AS SELECT b.event, b.host_rid, ${unseenId('h.host_key', 'b.pid', 'b.image', 'b.previous_start')} AS entity_id FROM by_pid b JOIN flat.hosts h USING (host_rid) WHERE b.rid IS NULL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE mentioned AS SELECT host_rid, entity_id, min(said) AS said FROM (` +
      `SELECT host_rid, "process.entity_id" AS entity_id, ${SAID} AS said FROM flat.activity a WHERE "process.entity_id" IS NOT NULL AND ${scope.has('a')} ` +
      `UNION ALL SELECT u.host_rid, u.entity_id, ${SAID} FROM unseen_actor u JOIN flat.activity a ON a.rowid = u.event) m ANTI JOIN alias USING (host_rid, entity_id) GROUP BY ALL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE mention AS SELECT (SELECT coalesce(max(rid), ${scope.firstRid - 1}) FROM node) + row_number() OVER (ORDER BY host_rid, entity_id) AS rid, * FROM mentioned`,
  );
  await run(
    `INSERT INTO node SELECT rid, NULL, host_rid, entity_id, 'mentioned', said.pid, NULL, NULL, ${imageOf('said.executable')}, NULL FROM mention`,
  );
  await run('INSERT INTO alias SELECT host_rid, entity_id, rid FROM mention');
  await run(
    `UPDATE flat.activity SET process_rid = a.rid FROM alias a WHERE a.host_rid = activity.host_rid AND a.entity_id = activity."process.entity_id"`,
  );
  await run(
    `UPDATE flat.activity SET process_rid = x.rid FROM (SELECT event, rid FROM by_pid WHERE rid IS NOT NULL UNION ALL SELECT u.event, a.rid FROM unseen_actor u JOIN alias a USING (host_rid, entity_id)) x WHERE activity.rowid = x.event`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE parent_mention AS SELECT a.process_rid AS rid, arg_min(${eventNumber('activity', 'a.rowid')}, ${SAID_OF_PARENT}) AS event FROM flat.activity a JOIN mention m ON m.rid = a.process_rid ` +
      `WHERE a."process.parent.entity_id" IS NOT NULL OR a."process.Ext.ancestry"[1] IS NOT NULL OR a."process.parent.pid" IS NOT NULL OR a."process.parent.name" IS NOT NULL GROUP BY ALL`,
  );
}
