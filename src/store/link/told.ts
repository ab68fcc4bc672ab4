import { type Database, execute } from '../database.ts';
import { eventNumber } from '../schema.ts';

const PARENT = ['pid', 'name', 'executable', 'command_line', 'start'] as const;

/** What a record of alias `e` says of its process's parent. */
const OF_PARENT = PARENT.map((name) =>
  // What stands in the image's place without being one is none.
  name === 'executable'
    ? `CASE WHEN e."process.parent.name" IS NOT NULL THEN e."process.parent.executable" END AS executable`
    : `e."process.parent.${name}" AS ${name}`,
).join(', ');

/** What a start's record says of the parent of its process's parent. */
export const OF_GRANDPARENT =
  'e.aside.pid AS pid, e.aside.name AS name, e.aside.executable AS executable, e.aside.command_line AS command_line, e.aside.start AS start';

/**
 * `told`: of each process without a start of its own what a child says of it, else a grandchild, and when its first child
 * started. NULL where no record says anything.
 */
export async function gatherTold(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE teller AS SELECT rid, event, grandchild_event, child_start FROM placeholder UNION ALL ` +
      `SELECT parent_rid, arg_min(r.event, r.rid), NULL, min(c.start) FROM chosen l JOIN node p ON p.rid = l.parent_rid JOIN node c ON c.rid = l.rid LEFT JOIN report r ON r.rid = l.rid WHERE p.seen_via = 'mentioned' GROUP BY ALL`,
  );
  const from = (table: 'events' | 'activity', event: string, values: string): string =>
    `SELECT t.rid, ${values} FROM teller t JOIN flat.${table} e ON ${eventNumber(table, 'e.rowid')} = t.${event}`;
  await run(
    `CREATE OR REPLACE TEMP TABLE told AS SELECT * FROM (SELECT rid, child_start FROM teller) LEFT JOIN (` +
      `${from('events', 'event', OF_PARENT)} UNION ALL ${from('activity', 'event', OF_PARENT)} UNION ALL ${from('events', 'grandchild_event', OF_GRANDPARENT)} WHERE t.event IS NULL) USING (rid)`,
  );
}
