import type { Alert } from '../model/alert.ts';
import { groupBy } from '../model/group-by.ts';
import type { ProcessNode } from '../model/process.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Database } from '../store/database.ts';
import { type ProcessFacts, wantedActsUpon, wantedFacts, wantedInstances } from '../store/judged.ts';
import { type Population, populationOf } from '../store/population.ts';
import { FACETS, type Facet } from '../store/prevalence.ts';
import { leaveTexts, ridsById, want, wantedLinks, wantedProcesses } from '../store/processes.ts';
import type { Baseline } from './baseline.ts';
import { CHECKS } from './checks.ts';
import { classify } from './classify.ts';
import { countFacets } from './facets.ts';
import type { Actor, Counts, Subject } from './subject.ts';

/** What alerts are judged by. */
export interface JudgeOptions {
  readonly reference: TriageReference;
  /** What a good case has. */
  readonly baseline?: Baseline | undefined;
  /** What prevalence is counted in, where the case is a part of more. */
  readonly population?: Population | undefined;
}

/** An alert that triage has judged. */
export type JudgedAlert = Alert & { readonly verdict: Verdict };

/** Gives each alert of a case its verdict; evidence is read for all of them at once, and none is dropped. */
export async function judge(
  database: Database,
  alerts: readonly Alert[],
  { reference, baseline, population = populationOf(database) }: JudgeOptions,
): Promise<JudgedAlert[]> {
  if (alerts.length === 0) return [];
  const subjectOf = await readSubjects(database, alerts, reference, baseline, population);
  return alerts.map((alert) => {
    const subject = subjectOf(alert);
    const reasons = subject === undefined ? [] : CHECKS.flatMap((check) => check(subject, reference));
    return { ...alert, verdict: classify(reasons) };
  });
}

const lower = (text: string | null): string => (text ?? '').toLowerCase();

/** Reads the evidence of all alerts; undefined for an alert that is of no process. */
async function readSubjects(
  database: Database,
  alerts: readonly Alert[],
  { programs }: TriageReference,
  baseline: Baseline | undefined,
  population: Population,
): Promise<(alert: Alert) => Subject | undefined> {
  const rids = await ridsById(
    database,
    alerts.flatMap(({ process }) => process?.entity_id ?? []),
  );
  const ridOf = ({ process }: Alert): number | undefined =>
    process?.entity_id === undefined ? undefined : rids.get(process.entity_id);

  await want(database, new Set(rids.values()));
  const parents = new Map((await wantedLinks(database)).map(({ child, parent }) => [child, parent] as const));
  const acts = groupBy(await wantedActsUpon(database), ({ rid }) => rid);
  const pathHashes = await population.pathHashes();
  await leaveTexts(
    database,
    'wanted_keys',
    [...programs.values()].filter(({ single }) => single).map(({ name }) => name),
  );
  const instances = await wantedInstances(database);
  const counts = await readCounts(database, alerts, ridOf, population);

  await want(database, new Set([...rids.values(), ...parents.values()]));
  const facts = await wantedFacts(database);
  const nodes = new Map((await wantedProcesses(database)).map((node) => [node.rid, node] as const));
  const extent = await population.extent();

  return (alert) => {
    const rid = ridOf(alert);
    if (alert.process === null || rid === undefined) return undefined;
    const parentRid = parents.get(rid);
    const node = parentRid === undefined ? undefined : nodes.get(parentRid);
    return {
      alert,
      process: actorOf(alert.process, facts.get(rid), programs),
      parent: parentOf(alert.process.parent, node, node && facts.get(node.rid), programs),
      acts: acts.get(rid) ?? [],
      instances: instances.get(rid) ?? [],
      counts: counts.of(alert, rid),
      pathHashes: pathHashes.get(rid),
      inBaseline:
        baseline &&
        new Map(
          [...counts.keysOf(alert, rid)].map(
            ([facet, key]) => [facet, baseline.get(facet)?.has(key) === true] as const,
          ),
        ),
      extent,
    };
  };
}

const actorOf = (
  process: NonNullable<Alert['process']>,
  facts: ProcessFacts | undefined,
  programs: TriageReference['programs'],
): Actor => ({
  role: 'process',
  name: process.name,
  executable: process.executable,
  commandLine: process.command_line,
  user: process.user,
  program: programs.get(lower(process.name)),
  facts,
});

const NOBODY = { id: null, name: null, domain: null } as const;

/** The parent that the alert names; of the tree's it has more only where the two are of one name. */
function parentOf(
  reported: NonNullable<Alert['process']>['parent'],
  node: ProcessNode | undefined,
  facts: ProcessFacts | undefined,
  programs: TriageReference['programs'],
): Actor {
  const same = node !== undefined && lower(node.name) === lower(reported.name);
  return {
    role: 'parent',
    name: reported.name,
    executable: reported.executable ?? (same ? node.executable : null),
    commandLine: reported.command_line ?? (same ? node.command_line : null),
    user: same ? node.user : NOBODY,
    program: programs.get(lower(reported.name)),
    facts: same ? facts : undefined,
  };
}

/** How often the facets of the alerts' processes were seen; the pair is the one that the alert names. */
async function readCounts(
  database: Database,
  alerts: readonly Alert[],
  ridOf: (alert: Alert) => number | undefined,
  population: Population,
): Promise<{
  readonly of: (alert: Alert, rid: number) => Counts;
  readonly keysOf: (alert: Alert, rid: number) => Map<Facet, string>;
}> {
  const pairOf = ({ process }: Alert): string | undefined =>
    process?.name && process.parent.name
      ? `${process.parent.name.toLowerCase()} > ${process.name.toLowerCase()}`
      : undefined;
  const { keyOf, countOf } = await countFacets(
    database,
    FACETS,
    alerts.map(({ process }) => process?.name),
    alerts.flatMap((alert) => pairOf(alert) ?? []),
    population,
  );
  const keysOf = (alert: Alert, rid: number): Map<Facet, string> =>
    new Map(
      FACETS.flatMap((facet) => {
        const key = facet === 'pair' ? pairOf(alert) : keyOf(facet, rid);
        return key === undefined || ridOf(alert) === undefined ? [] : [[facet, key] as const];
      }),
    );
  return {
    keysOf,
    of: (alert, rid) =>
      Object.fromEntries(
        [...keysOf(alert, rid)].flatMap(([facet, key]) => {
          const count = countOf(facet, key);
          return count === undefined ? [] : [[facet, count]];
        }),
      ),
  };
}
