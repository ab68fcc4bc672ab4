import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALERT_FORMATS, TREE_FORMATS } from '../../src/cli/formats.ts';
import { excerpt } from '../../src/hunt/excerpt.ts';
import { openCaseReadOnly } from '../../src/store/case.ts';
import { type Database, query } from '../../src/store/database.ts';
import { dumpCase } from './dump.ts';
import { bytesOf } from './pieces.ts';
import { shippedRule } from './rules.ts';
import { start } from './stemma.ts';

/** What a run came to, and how long it took from the moment that it began to load, in milliseconds. */
export interface Run {
  readonly status: number | null;
  readonly milliseconds: number;
}

/** Runs the program with its temporary files in a folder, and kills it some time after it began to load. */
export async function run(args: readonly string[], temp: string, killAfter?: number): Promise<Run> {
  const before = new Set(readdirSync(temp));
  const child = start(args, { TMPDIR: temp });
  child.stdout?.resume();
  child.stderr?.resume();
  const closed = once(child, 'close') as Promise<[number | null]>;
  const isLoading = (): boolean => readdirSync(temp).some((name) => !before.has(name));
  while (!isLoading() && child.exitCode === null) await sleep(5);
  const from = performance.now();
  if (killAfter !== undefined) {
    await Promise.race([sleep(killAfter), closed]);
    child.kill('SIGKILL');
  }
  const [status] = await closed;
  return { status, milliseconds: performance.now() - from };
}

/** How far a case is: what its files are, and how many of them are linked. */
export interface State {
  readonly files: number;
  readonly linked: number;
}

/**
 * Looks into a case that was left at any moment, as whoever opens it next does.
 * @throws Error where a file is there in part, or something is shown of one that is not linked.
 */
export async function stateOf(path: string): Promise<State> {
  if (!existsSync(path)) return { files: 0, linked: 0 };
  const database = await openCaseReadOnly(path);
  try {
    const torn = await query(
      database,
      'SELECT s.path, s.events, e.events AS stored FROM flat.sources s FULL JOIN (SELECT source_id, count(*) AS events FROM (SELECT source_id FROM flat.events UNION ALL SELECT source_id FROM flat.activity) GROUP BY ALL) e USING (source_id) WHERE s.events IS DISTINCT FROM coalesce(e.events, 0)',
    );
    if (torn.length > 0) throw new Error(`half a file: ${JSON.stringify(torn)}`);
    const [shown] = await query<{
      shown: number;
      events: number;
      files: number;
      linked: number;
      loose: number;
    }>(
      database,
      "SELECT (SELECT count(*) FROM events) AS shown, (SELECT coalesce(sum(events - copies), 0)::BIGINT FROM sources) AS events, (SELECT count(*) FROM flat.sources) AS files, (SELECT count(*) FROM sources) AS linked, (SELECT count(*) FROM events WHERE process_rid IS NULL AND kind IN ('start', 'end')) AS loose",
    );
    if (shown === undefined || shown.shown !== shown.events || shown.loose > 0)
      throw new Error(`shown of files that are not linked: ${JSON.stringify(shown)}`);
    return { files: shown.files, linked: shown.linked };
  } finally {
    database.close();
  }
}

/** A digest of everything that a case holds and of what leaves it in each format. */
export async function everyExport(path: string): Promise<Record<string, string>> {
  const database = await openCaseReadOnly(path);
  try {
    return { ...(await digests(database)), dump: digest(JSON.stringify(await dumpCase(database))) };
  } finally {
    database.close();
  }
}

async function digests(database: Database): Promise<Record<string, string>> {
  const rule = await shippedRule(314);
  const shown = await excerpt(database, { kind: 'host', host: HOST }, { rules: [rule] });
  const written: Record<string, string> = {};
  for (const [format, write] of Object.entries(TREE_FORMATS))
    written[`tree ${format}`] = digest(await bytesOf(write(shown, [rule.rule])));
  for (const [format, write] of Object.entries(ALERT_FORMATS))
    written[`alerts ${format}`] = digest(await bytesOf(write(shown.alerts, [rule.rule])));
  return written;
}

/** The host of the example whose tree is exported. */
const HOST = 'WS-014';

const digest = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
