import type { Alert } from '../model/alert.ts';
import type { ProcessNode } from '../model/process.ts';
import type { Database } from '../store/database.ts';
import { type EventScope, type WholeEvent, wantedEvents } from '../store/event-rows.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { want, wantedLinks, wantedProcesses } from '../store/processes.ts';
import { ancestorsOf, buildForest, descendantsOf, type Forest, siblingsOf } from '../tree/forest.ts';
import { buildGraph } from '../tree/graph.ts';
import { LONGEST_CHAIN, writeAlert } from './alert.ts';
import { type CompiledRule, findHits, type Hit } from './find-hits.ts';

/** How a hunt runs. */
export interface HuntOptions extends EventScope {
  /** Most siblings and most descendants that an alert samples; counts are whole. */
  readonly sampleSize?: number | undefined;
  /** Put every event before the predicate, without SQL narrowing. */
  readonly exhaustive?: boolean | undefined;
}

/** What an alert samples around its process by default. */
export const DEFAULT_SAMPLE_SIZE = 10;

interface HitProcess {
  readonly compiled: CompiledRule;
  readonly rid: number;
  readonly hits: Hit[];
}

/** Runs rules over a linked case: one alert for each rule and process, in order of time, host and process. */
export async function hunt(
  database: Database,
  rules: readonly CompiledRule[],
  options: HuntOptions = {},
): Promise<Alert[]> {
  const found: HitProcess[] = [];
  for (const compiled of rules) {
    const byProcess = new Map<number, HitProcess>();
    for (const hit of await findHits(database, compiled, options, options.exhaustive)) {
      if (hit.rid === null)
        throw new Error(`event ${hit.event} belongs to no process: the case is not linked`);
      const process = byProcess.get(hit.rid) ?? { compiled, rid: hit.rid, hits: [] };
      process.hits.push(hit);
      byProcess.set(hit.rid, process);
    }
    for (const process of byProcess.values()) found.push(process);
  }
  return found.length === 0 ? [] : writeAlerts(database, found, options.sampleSize ?? DEFAULT_SAMPLE_SIZE);
}

async function writeAlerts(database: Database, found: readonly HitProcess[], cap: number): Promise<Alert[]> {
  const forest = buildForest(await loadParentIndex(database));
  const around = new Map(found.map(({ rid }) => [rid, surroundings(forest, rid, cap)] as const));
  const hitRids = [...around.keys()].sort((a, b) => a - b);
  await want(database, hitRids);
  const events = groupByProcess(await wantedEvents(database));
  const rids = new Set(hitRids);
  for (const { ancestors, siblings, descendants } of around.values())
    for (const rid of [...ancestors, ...siblings.first, ...descendants.first]) rids.add(rid);
  await want(database, rids);
  const processes = await wantedProcesses(database);
  const byRid = new Map(processes.map((process) => [process.rid, process] as const));
  const graph = buildGraph(processes, await wantedLinks(database));
  const nodes = (list: readonly number[]): ProcessNode[] => list.map((rid) => byRid.get(rid) as ProcessNode);
  const alerts = found.map(({ compiled, rid, hits }) => {
    const { siblings, descendants } = around.get(rid) as Surroundings;
    const matched = new Map(hits.map(({ event, clause }) => [event, clause]));
    return writeAlert(graph, {
      rule: compiled.rule,
      process: byRid.get(rid) as ProcessNode,
      events: (events.get(rid) ?? []).filter(({ kind, event }) => kind !== 'end' || matched.has(event)),
      matched,
      siblings: { count: siblings.count, first: nodes(siblings.first) },
      descendants: { count: descendants.count, first: nodes(descendants.first) },
    });
  });
  const key = (alert: Alert): string =>
    [alert.time, alert.host.name, alert.process.entity_id, alert.rule.id, alert.rule.version].join('|');
  return alerts
    .map((alert) => ({ alert, key: key(alert) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ alert }) => alert);
}

function groupByProcess(events: readonly WholeEvent[]): Map<number, WholeEvent[]> {
  const groups = new Map<number, WholeEvent[]>();
  for (const event of events) {
    if (event.rid === null) continue;
    const group = groups.get(event.rid);
    if (group === undefined) groups.set(event.rid, [event]);
    else group.push(event);
  }
  return groups;
}

interface Surroundings {
  readonly ancestors: readonly number[];
  readonly siblings: { readonly count: number; readonly first: readonly number[] };
  readonly descendants: { readonly count: number; readonly first: readonly number[] };
}

const surroundings = (forest: Forest, rid: number, cap: number): Surroundings => ({
  ancestors: ancestorsOf(forest, rid, LONGEST_CHAIN + 1),
  siblings: siblingsOf(forest, rid, cap),
  descendants: descendantsOf(forest, rid, cap),
});
