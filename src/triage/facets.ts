import type { Database } from '../store/database.ts';
import { wantedKeys } from '../store/judged.ts';
import { type Population, populationOf } from '../store/population.ts';
import type { Facet, Prevalence } from '../store/prevalence.ts';

/** What processes are by some facets, and how often that was seen. */
export interface FacetCounts {
  /** Undefined where the process's record does not say it; of pairs always. */
  readonly keyOf: (facet: Facet, rid: number) => string | undefined;
  readonly countOf: (facet: Facet, key: string) => Prevalence | undefined;
}

/** Counts what the processes in temp table `wanted` are, which have these names, and these pairs of names. */
export async function countFacets(
  database: Database,
  facets: readonly Facet[],
  names: Iterable<string | null | undefined>,
  pairs: readonly string[] = [],
  population: Population = populationOf(database),
): Promise<FacetCounts> {
  const lower = [...names].flatMap((name) => (name ? [name.toLowerCase()] : []));
  const keys = new Map<Facet, ReadonlyMap<number, string>>();
  const counts = new Map<Facet, ReadonlyMap<string, Prevalence>>();
  for (const facet of facets) {
    const own = facet === 'pair' ? new Map<number, string>() : await wantedKeys(database, facet);
    keys.set(facet, own);
    counts.set(facet, await population.counts(facet, facet === 'pair' ? pairs : own.values(), lower));
  }
  return {
    keyOf: (facet, rid) => keys.get(facet)?.get(rid),
    countOf: (facet, key) => counts.get(facet)?.get(key),
  };
}
