import { MERGE_TOLERANCE_MS, SAME_MOMENT_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';

/**
 * SQL for starts in several logs that are one process: of one pid and image, no further apart than this one after the
 * other. Where a pid is used again in that time, the first of one log is the first of the other.
 */
const together = (rows: string, milliseconds: number): string =>
  `SELECT nid, min(nid) OVER (PARTITION BY host_rid, pid, image, cluster, turn) AS leader FROM (` +
  `SELECT *, row_number() OVER (PARTITION BY host_rid, pid, image, cluster, family ORDER BY start, nid) AS turn FROM (` +
  `SELECT *, sum(apart::INTEGER) OVER same AS cluster FROM (` +
  `SELECT *, coalesce(start - lag(start) OVER same > INTERVAL ${milliseconds} MILLISECOND, true) AS apart FROM (${rows}) WHERE image IS NOT NULL WINDOW same AS (PARTITION BY host_rid, pid, image ORDER BY start, nid)` +
  `) WINDOW same AS (PARTITION BY host_rid, pid, image ORDER BY start, nid)))`;

/**
 * `merged`: for each of `seen` that may have been seen by several logs, the first of those that are one process, as
 * `leader`: first those of one moment, then, of what is left, those within the tolerance.
 */
export async function mergeLogs(database: Database): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE shared AS SELECT nid, host_rid, family, pid, image, start FROM seen SEMI JOIN (SELECT host_rid FROM seen GROUP BY host_rid HAVING count(DISTINCT family) > 1) USING (host_rid) WHERE pid IS NOT NULL AND start IS NOT NULL`,
  );
  await run(`CREATE OR REPLACE TEMP TABLE at_once AS ${together('FROM shared', SAME_MOMENT_MS)}`);
  await run(
    `CREATE OR REPLACE TEMP TABLE merged AS SELECT s.*, coalesce(l.leader, a.leader, s.nid) AS leader FROM shared s LEFT JOIN at_once a USING (nid) LEFT JOIN (` +
      `${together('FROM shared SEMI JOIN (SELECT nid FROM at_once QUALIFY count(*) OVER (PARTITION BY leader) = 1) USING (nid)', MERGE_TOLERANCE_MS)}) l USING (nid)`,
  );
  // Nobody else holds a pid at the same moment: two logs of which each tells of one start then, tell of one process.
  await run(
    `CREATE OR REPLACE TEMP TABLE renamed AS WITH logs AS (SELECT leader, list(DISTINCT family) AS families FROM merged GROUP BY leader), ` +
      `pairs AS (SELECT leader, lag(leader) OVER holders AS other, start - lag(start) OVER holders <= INTERVAL ${SAME_MOMENT_MS} MILLISECOND AS near FROM merged WINDOW holders AS (PARTITION BY host_rid, pid ORDER BY start, nid)) ` +
      `SELECT p.leader, min(p.other) AS other FROM pairs p JOIN logs l ON l.leader = p.leader JOIN logs o ON o.leader = p.other WHERE p.near AND p.other < p.leader AND NOT list_has_any(l.families, o.families) GROUP BY ALL`,
  );
}
