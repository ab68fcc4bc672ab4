import { type Database, execute } from '../database.ts';
import { RESOLVED_FIELDS, resolvedColumn } from '../schema.ts';
import type { IdFacts } from './foreign-ids.ts';
import { TOLERANCE } from './parents.ts';
import type { Scope } from './scope.ts';
import { gatherTold } from './told.ts';

/** Writes `flat.processes` and `flat.links`, and fills what rules read of a parent where the record itself did not say. */
export async function publish(database: Database, inId: IdFacts, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  // A process without a start of its own is known from what it does and from what its children say of it.
  await gatherTold(database);
  await run(
    `CREATE OR REPLACE TEMP TABLE told_start AS SELECT n.rid, coalesce(m.said.start, t.start, ${inId.start('n.entity_id')}) AS start, ${inId.pid('n.entity_id')} AS pid, t.child_start FROM (` +
      `SELECT rid, entity_id FROM node WHERE seen_via = 'mentioned' UNION ALL SELECT rid, entity_id FROM placeholder) n LEFT JOIN mention m USING (rid) LEFT JOIN told t USING (rid)`,
  );
  const of = (name: string): string => `coalesce(e."process.${name}", m.said.${name}, t.${name}) AS ${name}`;
  const plausibleStart = `CASE WHEN coalesce(s.start <= s.child_start + ${TOLERANCE}, true)`;
  await run(
    `CREATE OR REPLACE TEMP TABLE all_processes AS SELECT n.rid::INTEGER AS rid, n.host_rid, n.entity_id, n.seen_via, coalesce(n.pid, t.pid, s.pid) AS pid, ${of('name')}, ${of('executable')}, ${of('command_line')}, ` +
      `coalesce(n.start, ${plausibleStart} AND coalesce(s.start <= n."end" + ${TOLERANCE}, true) THEN s.start END) AS start, ` +
      `n."end", e."process.exit_code" AS exit_code, CASE WHEN n.seen_via <> 'mentioned' THEN n.event END AS event ` +
      `FROM node n LEFT JOIN flat.events e ON e.rowid = n.event LEFT JOIN mention m ON m.rid = n.rid LEFT JOIN told t ON t.rid = n.rid LEFT JOIN told_start s ON s.rid = n.rid ` +
      `UNION ALL SELECT p.rid::INTEGER, p.host_rid, p.entity_id, 'placeholder', coalesce(t.pid, s.pid), coalesce(t.name, CASE WHEN coalesce(t.pid, s.pid) = 4 THEN 'System' END), t.executable, t.command_line, ${plausibleStart} THEN s.start END, NULL, NULL, NULL ` +
      `FROM placeholder p LEFT JOIN told t USING (rid) LEFT JOIN told_start s USING (rid)`,
  );
  await insertProcesses(database, scope);
  await run(
    `INSERT INTO flat.links SELECT l.rid, l.parent_rid, method, confidence, rivals FROM chosen l JOIN all_processes c ON c.rid = l.rid JOIN all_processes p ON p.rid = l.parent_rid WHERE coalesce(p.start <= c.start + ${TOLERANCE}, true) ORDER BY l.rid`,
  );
  await run(
    `UPDATE flat.processes SET exit_code = x.exit_code FROM (SELECT process_rid AS rid, min("process.exit_code") AS exit_code FROM flat.events e WHERE kind = 'end' AND ${scope.has('e')} GROUP BY ALL) x WHERE processes.rid = x.rid`,
  );
  const ours = scope.has('events');
  const resolved = RESOLVED_FIELDS.map(resolvedColumn);
  await run(
    `UPDATE flat.events SET parent_source = CASE WHEN "process.parent.name" IS NOT NULL THEN 'reported' END, ${resolved.map((column) => `${column} = NULL`).join(', ')} WHERE kind <> 'end' AND ${ours}`,
  );
  await run(
    `UPDATE flat.events SET parent_source = 'resolved', ${RESOLVED_FIELDS.map((field) => `${resolvedColumn(field)} = p.${field.slice('process.parent.'.length)}`).join(', ')} ` +
      `FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid WHERE events.process_rid = l.child_rid AND events.kind <> 'end' AND ${ours} AND events."process.parent.name" IS NULL AND p.name IS NOT NULL`,
  );
  // Some logs name the parent's file and not its folder, which is then that of the parent in the tree, if it is of this name.
  const beside = RESOLVED_FIELDS.filter((field) => field !== 'process.parent.name');
  await run(
    `UPDATE flat.events SET ${beside.map((field) => `${resolvedColumn(field)} = p.${field.slice('process.parent.'.length)}`).join(', ')} ` +
      `FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid WHERE events.process_rid = l.child_rid AND events.kind <> 'end' AND ${ours} AND events."process.parent.executable" IS NULL AND lower(events."process.parent.name") = lower(p.name)`,
  );
}

/** SQL for the id by which a process goes on its host, of one that may be qualified. */
const OWN_ID = `CASE WHEN contains(p.entity_id, '@') THEN p.entity_id[:-14] ELSE p.entity_id END`;

/**
 * Writes the processes. An id that several hosts use is qualified by its host; one with an `@` always is, so that none can
 * pose as such.
 */
async function insertProcesses(database: Database, { all }: Scope): Promise<void> {
  const others = all ? '' : ` UNION ALL SELECT ${OWN_ID} FROM flat.processes p`;
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE ambiguous AS SELECT entity_id FROM (SELECT entity_id FROM all_processes${others}) GROUP BY entity_id HAVING count(*) > 1`,
  );
  if (!all)
    await execute(
      database,
      `UPDATE flat.processes SET entity_id = x.id FROM (SELECT rid, CASE WHEN t.entity_id IS NOT NULL OR contains(own, '@') THEN own || '@' || sha1(host_key)[:12] ELSE own END AS id FROM (SELECT p.*, ${OWN_ID} AS own FROM flat.processes p) p JOIN flat.hosts h USING (host_rid) LEFT JOIN ambiguous t ON t.entity_id = own) x WHERE processes.rid = x.rid AND processes.entity_id <> x.id`,
    );
  await execute(
    database,
    `INSERT INTO flat.processes SELECT rid, a.host_rid, CASE WHEN t.entity_id IS NOT NULL OR contains(a.entity_id, '@') THEN a.entity_id || '@' || sha1(host_key)[:12] ELSE a.entity_id END, seen_via, pid, a.name, executable, command_line, start, "end", exit_code, event ` +
      `FROM all_processes a JOIN flat.hosts h USING (host_rid) LEFT JOIN ambiguous t ON t.entity_id = a.entity_id ORDER BY rid`,
  );
}
