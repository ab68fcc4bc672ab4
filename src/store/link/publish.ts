import { type Database, execute } from '../database.ts';
import { RESOLVED_FIELDS, resolvedColumn } from '../schema.ts';
import { TOLERANCE } from './parents.ts';

/** Writes `flat.processes` and `flat.links`, and fills what rules read of a parent where the record itself did not say. */
export async function publish(database: Database, placeholderStart: (id: string) => string): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  const unseenStart = `coalesce(e."process.parent.start", ${placeholderStart('p.entity_id')})`;
  await run('DELETE FROM flat.processes');
  await run('DELETE FROM flat.links');
  // A process without a start of its own is known from what it does and from what its children say of it.
  await run(
    `CREATE OR REPLACE TEMP TABLE told AS SELECT parent_rid AS rid, arg_min(r.event, r.rid) AS event, min(c.start) AS child_start FROM chosen l JOIN node p ON p.rid = l.parent_rid JOIN node c ON c.rid = l.rid LEFT JOIN report r ON r.rid = l.rid WHERE p.seen_via = 'mentioned' GROUP BY ALL`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE told_start AS SELECT rid, ${placeholderStart('entity_id')} AS start FROM node WHERE seen_via = 'mentioned'`,
  );
  const of = (name: string): string =>
    `coalesce(e."process.${name}", m.said.${name}, t."process.parent.${name}") AS ${name}`;
  await run(
    `CREATE OR REPLACE TEMP TABLE all_processes AS SELECT n.rid::INTEGER AS rid, n.host_rid, n.entity_id, n.seen_via, n.pid, ${of('name')}, ${of('executable')}, ${of('command_line')}, ` +
      `coalesce(n.start, CASE WHEN coalesce(s.start <= told.child_start + ${TOLERANCE}, true) AND coalesce(s.start <= n."end" + ${TOLERANCE}, true) THEN s.start END) AS start, ` +
      `n."end", e."process.exit_code" AS exit_code, CASE WHEN n.seen_via <> 'mentioned' THEN n.event END AS event ` +
      `FROM node n LEFT JOIN flat.events e ON e.rowid = n.event LEFT JOIN mention m ON m.rid = n.rid LEFT JOIN told ON told.rid = n.rid LEFT JOIN told_start s ON s.rid = n.rid LEFT JOIN flat.events t ON t.rowid = told.event ` +
      `UNION ALL SELECT p.rid::INTEGER, p.host_rid, p.entity_id, 'placeholder', e."process.parent.pid", coalesce(e."process.parent.name", CASE WHEN e."process.parent.pid" = 4 THEN 'System' END), e."process.parent.executable", e."process.parent.command_line", CASE WHEN coalesce(${unseenStart} <= p.child_start + ${TOLERANCE}, true) THEN ${unseenStart} END, NULL, NULL, NULL ` +
      `FROM placeholder p LEFT JOIN flat.events e ON e.rowid = p.event`,
  );
  // An id that several hosts use is qualified by its host; one with an `@` always is, so that none can pose as such.
  await run(
    `INSERT INTO flat.processes SELECT rid, a.host_rid, CASE WHEN t.entity_id IS NOT NULL OR contains(a.entity_id, '@') THEN a.entity_id || '@' || sha1(host_key)[:12] ELSE a.entity_id END, seen_via, pid, a.name, executable, command_line, start, "end", exit_code, event ` +
      `FROM all_processes a JOIN flat.hosts h USING (host_rid) LEFT JOIN (SELECT entity_id FROM all_processes GROUP BY entity_id HAVING count(*) > 1) t ON t.entity_id = a.entity_id ORDER BY rid`,
  );
  await run(
    `INSERT INTO flat.links SELECT l.rid, l.parent_rid, method, confidence, rivals FROM chosen l JOIN all_processes c ON c.rid = l.rid JOIN all_processes p ON p.rid = l.parent_rid WHERE coalesce(p.start <= c.start + ${TOLERANCE}, true) ORDER BY l.rid`,
  );
  await run(
    `UPDATE flat.processes SET exit_code = x.exit_code FROM (SELECT process_rid AS rid, min("process.exit_code") AS exit_code FROM flat.events WHERE kind = 'end' GROUP BY ALL) x WHERE processes.rid = x.rid`,
  );
  const resolved = RESOLVED_FIELDS.map(resolvedColumn);
  await run(
    `UPDATE flat.events SET parent_source = CASE WHEN "process.parent.name" IS NOT NULL THEN 'reported' END, ${resolved.map((column) => `${column} = NULL`).join(', ')} WHERE kind <> 'end'`,
  );
  await run(
    `UPDATE flat.events SET parent_source = 'resolved', ${RESOLVED_FIELDS.map((field) => `${resolvedColumn(field)} = p.${field.slice('process.parent.'.length)}`).join(', ')} ` +
      `FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid WHERE events.process_rid = l.child_rid AND events.kind <> 'end' AND events."process.parent.name" IS NULL AND p.name IS NOT NULL`,
  );
}
