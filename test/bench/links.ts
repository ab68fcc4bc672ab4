import { copyFileSync, rmSync } from 'node:fs';
import { openCase } from '../../src/store/case.ts';
import { execute, query } from '../../src/store/database.ts';
import { linkBlind } from '../support/blind-links.ts';
import { seconds } from './measure.ts';
import { inSeconds, record, section } from './report.ts';

const HOST = 'e."host.name"';

/** Parents by host, pid and time alone, as one ASOF join says it, on the host's name. */
const STRING_ASOF =
  `CREATE OR REPLACE TEMP TABLE by_asof AS WITH s AS MATERIALIZED (SELECT e.record AS event, ${HOST} AS host, e."process.pid" AS pid, e."process.parent.pid" AS parent_pid, e."@timestamp" AS start FROM flat.events e WHERE e.kind = 'start') ` +
  `SELECT c.event, p.event AS parent FROM s c ASOF LEFT JOIN s p ON p.host = c.host AND p.pid = c.parent_pid AND p.start <= c.start`;

/**
 * Linking without any id: all of it, with ends, names, rivals, placeholders, activity and profiles, beside one ASOF join
 * that looks for the parents of starts and no more.
 */
export async function benchLinks(path: string, processes: number): Promise<void> {
  section(`Links of ${processes} processes without ids`);
  const copy = `${path}.blind`;
  copyFileSync(path, copy);
  const database = await openCase(copy);
  const join = await seconds(() => execute(database, STRING_ASOF));
  const all = await seconds(() => linkBlind(database));
  record({
    what: 'link, hiding the ids included, beside an ASOF join on the host’s name',
    ours: inSeconds(all),
    other: inSeconds(join),
    ratio: all / join,
    goal: 0.5,
  });
  const [found] = await query<{ links: number; same: number }>(
    database,
    `SELECT count(*) AS links, count(*) FILTER (a.parent = o.record) AS same FROM by_asof a JOIN flat.events e ON e.record = a.event JOIN flat.links l ON l.child_rid = e.process_rid JOIN flat.processes p ON p.rid = l.parent_rid JOIN flat.events o ON o.rowid = p.event WHERE p.seen_via = 'start'`,
  );
  record({
    what: 'links to a process that was seen, beside those that the join finds too',
    ours: String(found?.links),
    other: String(found?.same),
  });
  database.close();
  rmSync(copy);
}
