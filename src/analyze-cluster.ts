import { withTempDir } from './analyze.ts';
import type { Asked } from './cluster/candidates.ts';
import type { Shard } from './cluster/connect.ts';
import type { ClusterEvents } from './cluster/events.ts';
import { type GatheredCase, type GatherOptions, gather } from './cluster/gather.ts';
import { clusterPopulation } from './cluster/population.ts';
import { tolerant } from './cluster/retry.ts';
import { lineageQueries, partQuery } from './eql/lineage.ts';
import type { CompiledRule } from './hunt/compile.ts';
import { findMatches } from './hunt/find-matches.ts';
import type { TriageReference } from './model/reference.ts';
import { openCase } from './store/case.ts';
import type { Database } from './store/database.ts';
import type { EventScope } from './store/event-rows.ts';
import type { Population } from './store/population.ts';

/** What of a cluster is looked at, and how much of it at once. */
export interface ClusterScope extends EventScope {
  readonly events: ClusterEvents;
  /** Events that one query looks at. */
  readonly sliceEvents: number;
  readonly mostCandidates: number;
  readonly allowPartial?: boolean | undefined;
  /** Where the case is kept; a temporary one by default. */
  readonly casePath?: string | undefined;
  readonly onSlice?: GatherOptions['onSlice'];
  /** Folder for temporary files; the system's by default. */
  readonly tempBase?: string | undefined;
  /** Makes a case at a path; in the engine's own settings by default. */
  readonly open?: GatherOptions['open'];
}

/** The part of a cluster that rules are about, as a case. */
export interface ClusterCase extends Omit<GatheredCase, 'missing'> {
  /** What did not come. It grows while verdicts are found, for these ask the cluster too. */
  readonly missing: string[];
  /** What prevalence is counted in. */
  readonly population: Population;
}

/**
 * Brings the part of a cluster that rules are about into a case, in which hunt, triage and exports then run as in any other,
 * and runs work on it.
 * @throws MissingSlice where the cluster does not answer for a part, unless that is allowed.
 */
export function withClusterCase<T>(
  shards: readonly Shard[],
  rules: readonly CompiledRule[],
  { programs }: TriageReference,
  scope: ClusterScope,
  work: (found: ClusterCase) => Promise<T>,
): Promise<T> {
  const { from, to, host } = scope;
  return withTempDir(async (tempDir) => {
    const found = await gather(shards, {
      ...scope,
      tempDir,
      open: scope.open ?? openCase,
      scope: { from, to, host },
      asked: rules.flatMap(askedBy),
      singles: [...programs.values()].filter(({ single }) => single).map(({ name }) => name),
      findHits: (database) => hitProcesses(database, rules, { from, to, host }),
    });
    try {
      const missing = [...found.missing];
      const lenient = tolerant(missing, scope.allowPartial);
      const population = clusterPopulation(shards, found.database, scope.events.loads, lenient);
      return await work({ ...found, missing, population });
    } finally {
      found.database.close();
    }
  }, scope.tempBase);
}

/** The queries of single events that a rule is made of; those in the brackets of its lineage conditions know no scope. */
function askedBy({ query }: CompiledRule): Asked[] {
  const terms =
    query.kind === 'event'
      ? [query]
      : [...query.terms, ...(query.kind === 'sequence' && query.until !== null ? [query.until] : [])].map(
          (term) => partQuery(term, query),
        );
  return [
    ...terms.map((term) => ({ query: term, scoped: true })),
    ...lineageQueries(query).map(({ query: inner }) => ({ query: inner, scoped: false })),
  ];
}

async function hitProcesses(
  database: Database,
  rules: readonly CompiledRule[],
  scope: EventScope,
): Promise<Set<number>> {
  const results = await findMatches(database, rules, scope);
  return new Set(
    results.flatMap(({ matches }) =>
      matches.flatMap(({ events }) =>
        events.flatMap((event) => (event === null || event.rid === null ? [] : [event.rid])),
      ),
    ),
  );
}
