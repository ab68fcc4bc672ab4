import { type Cost, downloadAbout, type ProcessKey } from './ask.ts';
import type { Shard } from './connect.ts';
import type { ClusterEvents } from './events.ts';
import { family, KeySet, withDescendants } from './frontier.ts';
import { type CaseTable, type ShardFiles, selectAll } from './shard-files.ts';

/** A process that a rule is true of. */
export interface Hit extends ProcessKey {
  readonly pid: number | null;
  /** In lower case. */
  readonly name: string | null;
}

/** What is asked about the processes around hits. */
export interface SurroundingsOptions {
  readonly events: ClusterEvents;
  /** Names in lower case of programs of which one at a time runs on a host. */
  readonly singles: readonly string[];
}

const IS_PROCESS_KIND = "kind IN ('start', 'already_running', 'end')";

const among = (columns: string) => (keys: string) => `(${columns}) IN (SELECT host, id FROM ${keys})`;

const processKeys = among('host, process');

const eventData = (name: string): string => `winlog_event_data['${name}']`;

/** The process that another opened or wrote into, as Sysmon tells it. */
const TARGET_ID = `upper(replaceRegexpAll(coalesce(${eventData('TargetProcessGuid')}, ${eventData('TargetProcessGUID')}), '^[{}]+|[{}]+$', ''))`;
const TARGET_PID = `toString(toInt64OrNull(${eventData('TargetProcessId')}))`;

/** Processes and their links to their parents. */
export async function downloadProcesses(
  shard: Shard,
  parts: ShardFiles,
  loads: string,
  keys: readonly ProcessKey[],
  cost: Cost,
): Promise<void> {
  await downloadRows(shard, parts, loads, 'processes', 'host, entity_id', keys, cost);
  await downloadRows(shard, parts, loads, 'links', 'host, child', keys, cost);
}

async function downloadRows(
  shard: Shard,
  parts: ShardFiles,
  loads: string,
  table: CaseTable,
  columns: string,
  keys: readonly ProcessKey[],
  cost: Cost,
): Promise<void> {
  const select = (wanted: string): string =>
    `${selectAll(table)} WHERE ${among(columns)(wanted)} AND ${loads}`;
  parts.files[table].push(...(await downloadAbout(shard, table, keys, select, parts.next, cost)));
}

/**
 * Everything around hits that alerts and verdicts tell of: parents and their other children, descendants, the records of
 * all of these, what hits and descendants did, and what was done to hits.
 */
export async function downloadSurroundings(
  shard: Shard,
  parts: ShardFiles,
  hits: readonly Hit[],
  ancestors: readonly ProcessKey[],
  { events, singles }: SurroundingsOptions,
  cost: Cost,
): Promise<void> {
  if (hits.length === 0) return;
  const { parents, children } = await family(shard, events.loads, hits);
  const descendants = await withDescendants(shard, events.loads, hits);
  const around = new KeySet([...hits, ...ancestors, ...parents, ...children, ...descendants]).list();
  await downloadProcesses(shard, parts, events.loads, around, cost);

  const fetchEvents = async (
    what: string,
    keys: readonly ProcessKey[],
    where: (wanted: string) => string,
  ): Promise<void> => {
    const select = (wanted: string): string =>
      `SELECT ${events.columns} FROM ${events.from} WHERE ${where(wanted)}`;
    parts.files.events.push(...(await downloadAbout(shard, what, keys, select, parts.next, cost)));
  };
  await fetchEvents(
    'records of processes',
    around,
    (wanted) => `${IS_PROCESS_KIND} AND ${processKeys(wanted)}`,
  );
  await fetchEvents('what processes did', new KeySet([...hits, ...descendants]).list(), processKeys);
  await fetchEvents(
    'what parents loaded',
    parents,
    (wanted) => `kind = 'library' AND ${processKeys(wanted)}`,
  );
  const isAct = "(kind = 'remote_thread' OR kind = 'process_access')";
  await fetchEvents(
    'what was done to processes',
    hits,
    (wanted) => `${isAct} AND ${among(`host, ${TARGET_ID}`)(wanted)}`,
  );
  const pids = hits.flatMap(({ host, pid }) => (pid === null ? [] : [{ host, id: String(pid) }]));
  await fetchEvents(
    'what was done to processes',
    pids,
    (wanted) => `${isAct} AND ${among(`host, ${TARGET_PID}`)(wanted)}`,
  );
  const names = hits.flatMap(({ host, name }) =>
    name === null || !singles.includes(name) ? [] : [{ host, id: name }],
  );
  await downloadRows(
    shard,
    parts,
    events.loads,
    'processes',
    'host, name_key',
    new KeySet(names).list(),
    cost,
  );
  await downloadRows(shard, parts, events.loads, 'conflicts', 'host, entity_id', hits, cost);
}
