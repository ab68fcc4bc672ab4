import type { Database } from './database.ts';
import { type PathHashes, wantedCounts, wantedPathHashes } from './judged.ts';
import { caseExtent, type Extent, type Facet, type Prevalence } from './prevalence.ts';
import { leaveTexts } from './processes.ts';

/** All the processes that those of a case are held against: of the case itself, or of the cluster that it is a part of. */
export interface Population {
  /**
   * How often keys of a facet occur, by key; of a facet that is told by name, among processes of these names alone, in
   * lower case.
   */
  counts(
    facet: Facet,
    keys: Iterable<string>,
    names: Iterable<string>,
  ): Promise<ReadonlyMap<string, Prevalence>>;
  /** What hashes the paths of the processes in temp table `wanted` have, by rid. */
  pathHashes(): Promise<ReadonlyMap<number, PathHashes>>;
  extent(): Promise<Extent>;
}

/** The processes of a case. */
export const populationOf = (database: Database): Population => ({
  counts: async (facet, keys, names) => {
    await leaveTexts(database, 'wanted_ids', names);
    await leaveTexts(database, 'wanted_keys', keys);
    return wantedCounts(database, facet);
  },
  pathHashes: () => wantedPathHashes(database),
  extent: () => caseExtent(database),
});
