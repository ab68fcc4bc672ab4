import type { Alert, Sample } from '../model/alert.ts';
import { isProcessKind } from '../model/event-kind.ts';
import type { Exception } from '../model/exception.ts';
import { groupBy } from '../model/group-by.ts';
import { logRank } from '../model/link.ts';
import type { ProcessNode } from '../model/process.ts';
import type { Rule } from '../model/rule.ts';
import type { Database } from '../store/database.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { want, wantEvents, wantedConflicts, wantedLinks, wantedProcesses } from '../store/processes.ts';
import { type WholeEvent, wantedEvents } from '../store/whole-events.ts';
import { ancestorsOf, buildForest, descendantsOf, type Forest, siblingsOf } from '../tree/forest.ts';
import { buildGraph } from '../tree/graph.ts';
import { type AlertedEvent, type AlertParts, alertWriter, LONGEST_CHAIN, type Surrounded } from './alert.ts';
import { brief } from './brief.ts';
import { type ExceptionReport, excepter } from './except.ts';
import type { Match, MatchedEvent } from './find-matches.ts';

/** A rule and something that it is true of. */
export interface Found {
  readonly rule: Rule;
  readonly match: Match;
}

/** Alerts that exceptions do not hide, and what they hid. */
export interface WrittenAlerts {
  readonly shown: Alert[];
  readonly report: ExceptionReport;
}

/** Writes the alerts of what rules are true of; the same record in two copies makes one. */
export async function writeAlerts(
  database: Database,
  found: readonly Found[],
  cap: number,
  exceptions: readonly Exception[] = [],
): Promise<WrittenAlerts> {
  const matched = found.flatMap(({ match }) => match.events.filter((event) => event !== null));
  const rids = new Set(matched.flatMap(({ rid }) => (rid === null ? [] : [rid])));
  await want(database, rids);
  await wantEvents(database, new Set(matched.map(({ event }) => event)));
  const events = await wantedEvents(database);
  const byNumber = new Map(events.map((event) => [event.event, event] as const));
  const starts = groupBy(events.filter(isStart), ({ rid }) => rid);
  const conflicts = groupBy(await wantedConflicts(database), ({ rid }) => rid);

  const forest = buildForest(await loadParentIndex(database), rids);
  const around = new Map([...rids].map((rid) => [rid, surroundings(forest, rid, cap)] as const));
  for (const { ancestors, siblings, descendants } of around.values())
    for (const rid of [...ancestors, ...siblings.first, ...descendants.first]) rids.add(rid);
  await want(database, rids);
  const processes = await wantedProcesses(database);
  const byRid = new Map(processes.map((process) => [process.rid, process] as const));
  const graph = buildGraph(processes, await wantedLinks(database));
  const sample = ({ count, first }: Surroundings['siblings']): Sample => ({
    count,
    sample: first.map((rid) => brief(byRid.get(rid) as ProcessNode)),
  });
  const surrounded = new Map<number, Surrounded>();
  for (const [rid, { siblings, descendants }] of around)
    surrounded.set(rid, {
      process: byRid.get(rid) as ProcessNode,
      siblings: sample(siblings),
      descendants: sample(descendants),
      conflicts: conflicts.get(rid) ?? [],
    });

  const alerted = (hits: readonly MatchedEvent[]): AlertedEvent => {
    const clauses = new Map(hits.map(({ event, clause }) => [event, clause] as const));
    const own = hits.map(({ event }) => byNumber.get(event) as WholeEvent);
    const event = spokesman(own);
    const others =
      isProcessKind(event.kind) && event.rid !== null
        ? (starts.get(event.rid) ?? []).filter(({ event: each }) => !clauses.has(each))
        : [];
    return {
      clause: clauses.get(event.event) as string,
      event,
      around: event.rid === null ? undefined : surrounded.get(event.rid),
      records: [...own, ...others].sort(byPlace),
      matched: new Set(clauses.keys()),
    };
  };
  const write = alertWriter(graph);
  const { put, part } = excepter(graph, exceptions, LONGEST_CHAIN);
  const alerts = groupMatches(found, byNumber).map(({ rule, matches }): Alert => {
    const [first] = matches as [Match];
    const parts: AlertParts =
      first.events.length === 1
        ? single(rule, alerted(matches.flatMap(({ events: own }) => own.filter((event) => event !== null))))
        : {
            rule,
            clause: first.clause,
            events: first.events.map((event) => (event === null ? null : alerted([event]))),
          };
    const alert = write(parts);
    put(alert, parts);
    return alert;
  });
  return part(inOrder(onePerId(alerts)));
}

const single = (rule: Rule, event: AlertedEvent): AlertParts => ({
  rule,
  clause: event.clause,
  events: [event],
});

/** Matches of one rule that make one alert: the records of one process's start or end, or one match of any other kind. */
function groupMatches(
  found: readonly Found[],
  byNumber: ReadonlyMap<number, WholeEvent>,
): { readonly rule: Rule; readonly matches: readonly Match[] }[] {
  const groups: { readonly rule: Rule; readonly matches: Match[] }[] = [];
  const ofProcess = new Map<Rule, Map<number, Match[]>>();
  for (const { rule, match } of found) {
    const [only] = match.events;
    const event = match.events.length === 1 && only ? byNumber.get(only.event) : undefined;
    if (event === undefined || event.rid === null || !isProcessKind(event.kind)) {
      groups.push({ rule, matches: [match] });
      continue;
    }
    const byRid = ofProcess.get(rule) ?? new Map<number, Match[]>();
    ofProcess.set(rule, byRid);
    const same = byRid.get(event.rid);
    if (same !== undefined) {
      same.push(match);
      continue;
    }
    const matches = [match];
    byRid.set(event.rid, matches);
    groups.push({ rule, matches });
  }
  return groups;
}

/** Copies of one record, as overlapping exports have them, are one alert that names them all. */
function onePerId(alerts: readonly Alert[]): Alert[] {
  const byId = new Map<string, Alert>();
  for (const alert of alerts) {
    const key = `${alert.id}|${alert.rule.version}`;
    const first = byId.get(key);
    byId.set(key, first === undefined ? alert : { ...first, records: withNew(first.records, alert.records) });
  }
  return [...byId.values()].map((alert) => ({
    ...alert,
    records: [...alert.records].sort((a, b) =>
      a.source < b.source ? -1 : a.source > b.source ? 1 : a.record - b.record,
    ),
  }));
}

function withNew(known: Alert['records'], more: Alert['records']): Alert['records'] {
  const place = ({ source, record }: Alert['records'][number]): string => `${record}|${source}`;
  const places = new Set(known.map(place));
  return [...known, ...more.filter((each) => !places.has(place(each)))];
}

function inOrder(alerts: readonly Alert[]): Alert[] {
  const key = (alert: Alert): string =>
    [
      alert.time,
      alert.host.name,
      alert.process?.entity_id ?? '',
      alert.rule.id,
      alert.rule.version,
      alert.id,
    ].join('|');
  return alerts
    .map((alert) => ({ alert, key: key(alert) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ alert }) => alert);
}

const isStart = ({ kind }: WholeEvent): boolean => isProcessKind(kind) && kind !== 'end';

/** Of records that say the same the one that the alert quotes: by its log, then by its content, never by its place. */
function spokesman(events: readonly WholeEvent[]): WholeEvent {
  const [first] = events
    .map((event) => ({ event, rank: logRank(event.source), content: JSON.stringify(event.fields) }))
    .sort((a, b) => a.rank - b.rank || (a.content < b.content ? -1 : Number(a.content > b.content)));
  return (first as { readonly event: WholeEvent }).event;
}

const byPlace = (a: WholeEvent, b: WholeEvent): number =>
  a.path === b.path ? a.record - b.record : a.path < b.path ? -1 : 1;

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
