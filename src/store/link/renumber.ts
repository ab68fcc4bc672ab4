import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import type { Scope } from './scope.ts';

/** Ways that processes become known, in the order of their numbers: start or running, end, activity, a child's word. */
const CLASS = `CASE WHEN leader IS NOT NULL THEN 0 WHEN event IS NOT NULL THEN 1 ELSE 2 END`;

/**
 * Numbers the processes of a case as if all of it had been linked at once: by class, by host, and within a host as they
 * are; `flat.rid_blocks` has where those of a class and host lie. Those of linked hosts come from `node` and `placeholder`.
 */
export async function renumber(database: Database, scope: Scope): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE blocks AS SELECT *, (sum(size) OVER (ORDER BY class, host_rid ROWS UNBOUNDED PRECEDING) - size)::INTEGER AS now FROM (` +
      `SELECT host_rid, class, min(rid)::INTEGER AS first, count(*)::INTEGER AS size FROM (SELECT host_rid, rid, ${CLASS} AS class FROM node UNION ALL SELECT host_rid, rid, 3 FROM placeholder) GROUP BY ALL ` +
      `UNION ALL SELECT host_rid, class, first, size FROM flat.rid_blocks)`,
  );
  if (!scope.all) await moveBlocks(database);
  await run('DELETE FROM flat.rid_blocks');
  await run('INSERT INTO flat.rid_blocks SELECT host_rid, class, now, size FROM blocks ORDER BY now');
}

async function moveBlocks(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    'CREATE OR REPLACE TEMP TABLE moved AS SELECT host_rid, first, first + size AS past, now - first AS by FROM blocks WHERE now <> first',
  );
  await run(
    'CREATE OR REPLACE TEMP TABLE renumbered AS SELECT p.rowid AS "row", p.rid AS before, p.rid + m.by AS now FROM flat.processes p JOIN moved m ON m.host_rid = p.host_rid AND p.rid >= m.first AND p.rid < m.past',
  );
  for (const table of EVENT_TABLES)
    await run(
      `UPDATE flat.${table} t SET process_rid = t.process_rid + m.by FROM moved m WHERE m.host_rid = t.host_rid AND t.process_rid >= m.first AND t.process_rid < m.past`,
    );
  for (const [table, column] of [
    ['links', 'child_rid'],
    ['links', 'parent_rid'],
    ['conflicts', 'rid'],
  ])
    await run(`UPDATE flat.${table} t SET ${column} = r.now FROM renumbered r WHERE t.${column} = r.before`);
  await run('UPDATE flat.processes p SET rid = r.now FROM renumbered r WHERE p.rowid = r."row"');
}
