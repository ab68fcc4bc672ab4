import { type Alert, processesOf } from '../model/alert.ts';
import { InputError } from '../model/errors.ts';
import { labelOf, type ProcessNode } from '../model/process.ts';
import type { TreeExcerpt } from '../model/tree-excerpt.ts';
import type { Database } from '../store/database.ts';
import { matchHosts } from '../store/hosts.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { allProcesses, findProcesses, hostProcesses, ridsById } from '../store/processes.ts';
import { buildForest } from '../tree/forest.ts';
import { alertsById } from './alerts-by-id.ts';
import { type Chosen, chooseAround, type ExcerptCaps, type LeftOut } from './choose-processes.ts';
import type { CompiledRule } from './compile.ts';
import { type ExcerptDetail, readNodes } from './excerpt-nodes.ts';
import { hunt } from './hunt.ts';

/** What an excerpt is to show. */
export type ExcerptScope =
  | { readonly kind: 'all' }
  /** A host by id, name or first label of its name. */
  | { readonly kind: 'host'; readonly host: string }
  /** A process by `process.entity_id` or HOST:PID. */
  | { readonly kind: 'entity'; readonly name: string }
  /** An alert by its id or the beginning of it. */
  | { readonly kind: 'alert'; readonly id: string }
  /** Alerts that were found already. */
  | { readonly kind: 'alerts'; readonly alerts: readonly Alert[] };

/** How an excerpt is made. */
export interface ExcerptOptions {
  /** Rules whose alerts are shown; none for no alerts. */
  readonly rules: readonly CompiledRule[];
  readonly caps?: Partial<ExcerptCaps> | undefined;
  /** What to tell of each process beside itself: all of it by default. */
  readonly detail?: Partial<ExcerptDetail> | undefined;
}

const hostsNamed = async (database: Database, host: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await matchHosts(database, host)).filter(({ matches }) => matches === true).map(({ name }) => name),
  );

/** An excerpt takes about 3 KB of memory for each while it is read and written. */
const MOST_PROCESSES = 1_000_000;

/** What an excerpt holds around a process by default. */
export const DEFAULT_CAPS: ExcerptCaps = { ancestors: 256, siblings: 20, descendants: 200 };

/**
 * Cuts an excerpt out of a linked case: a process with what stands around it, the processes of a host, or all, with the
 * alerts of rules over them.
 * @throws InputError where no process or alert is meant.
 */
export async function excerpt(
  database: Database,
  scope: ExcerptScope,
  options: ExcerptOptions,
): Promise<TreeExcerpt> {
  const alerts = scope.kind === 'alerts' ? scope.alerts : await hunt(database, options.rules);
  const asked = scope.kind === 'alert' ? alertsById(alerts, scope.id) : scope.kind === 'alerts' ? alerts : [];
  const focus = await focusOf(database, scope, asked);
  const parentOf = await loadParentIndex(database);
  if (scope.kind === 'all' && parentOf.length > MOST_PROCESSES)
    throw new InputError(`the case has ${parentOf.length} processes, more than can be shown at once`, {
      remedy: `Give --host HOST: up to ${MOST_PROCESSES} processes can be exported together.`,
    });
  const chosen: Chosen =
    scope.kind === 'all'
      ? { rids: new Set(await allProcesses(database)), leftOut: [] }
      : scope.kind === 'host'
        ? { rids: new Set(await hostProcesses(database, scope.host)), leftOut: [] }
        : chooseAround(buildForest(parentOf, focus), focus, { ...DEFAULT_CAPS, ...options.caps });
  const hosts = scope.kind === 'host' ? await hostsNamed(database, scope.host) : undefined;
  const shown = alerts.filter(
    (alert) =>
      processesOf(alert).length > 0 ||
      scope.kind === 'all' ||
      scope.kind === 'alerts' ||
      hosts?.has(alert.host.name) === true,
  );
  const nodes = await readNodes(database, parentOf, chosen.rids, shown, options.detail);
  const places = new Map(nodes.list.map(({ rid }, place) => [rid, place] as const));
  const label = (rid: number): string => labelOf(nodes.list[places.get(rid) as number] ?? NOBODY);
  return {
    title: titleOf(
      scope,
      asked,
      focus.map((rid) => nodes.list[places.get(rid) as number] as ProcessNode),
    ),
    nodes: nodes.list,
    alerts: nodes.alerts,
    focus: focus.map((rid) => places.get(rid) as number),
    omitted: firstOmissions(chosen.leftOut, (each) => omission(each, label(each.rid), options.caps)),
  };
}

const NOBODY = { name: null, pid: null };

/**
 * Rids of the processes that `process.entity_id` or HOST:PID means.
 * @throws InputError where there is none.
 */
export async function processesNamed(database: Database, name: string): Promise<number[]> {
  const found = await findProcesses(database, name);
  if (found.length > 0) return found;
  throw new InputError(`no process of the case is ${JSON.stringify(name)}`, {
    place: database.path,
    remedy:
      'Give an entity_id, or HOST:PID such as WS-014:6292. Look one up: stemma sql "SELECT process.entity_id, host.name, process.pid, process.name FROM processes WHERE process.name ILIKE \'%svchost%\'" --case FILE',
  });
}

async function focusOf(database: Database, scope: ExcerptScope, alerts: readonly Alert[]): Promise<number[]> {
  if (scope.kind === 'entity') return processesNamed(database, scope.name);
  const found = await ridsById(database, alerts.flatMap(processesOf));
  const rids = [...found.values()].sort((a, b) => a - b);
  if (scope.kind === 'alert' && rids.length === 0)
    throw new InputError('the alert is of no process, so there is no tree to show', {
      remedy: 'Show its host with --host.',
    });
  return rids;
}

function titleOf(scope: ExcerptScope, alerts: readonly Alert[], focus: readonly ProcessNode[]): string {
  if (scope.kind === 'all') return 'all hosts';
  if (scope.kind === 'host') return `host ${scope.host}`;
  if (scope.kind === 'alerts') return `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`;
  const hosts = [...new Set(focus.map(({ host }) => host.name))].join(', ');
  const processes = `${[...new Set(focus.map(labelOf))].join(', ')} on ${hosts}`;
  const [alert] = alerts;
  return alert === undefined ? processes : `${alert.rule.name}: ${processes}`;
}

/** What was left out around so many processes is told one by one. */
const LISTED_OMISSIONS = 20;

function firstOmissions(leftOut: readonly LeftOut[], tell: (each: LeftOut) => string): string[] {
  const told = leftOut.slice(0, LISTED_OMISSIONS).map(tell);
  const more = leftOut.length - told.length;
  return more === 0 ? told : [...told, `more around other processes, in ${more} places`];
}

const FLAGS: Record<keyof ExcerptCaps, string> = {
  ancestors: '--max-ancestors',
  siblings: '--max-siblings',
  descendants: '--max-descendants',
};

function omission({ what, count }: LeftOut, label: string, caps: ExcerptOptions['caps']): string {
  const noun = count === 1 ? what.slice(0, -1) : what;
  return `${count} ${noun} of ${label} beyond ${FLAGS[what]} ${{ ...DEFAULT_CAPS, ...caps }[what]}`;
}
