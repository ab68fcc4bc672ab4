import type { ProcessBrief } from '../model/alert.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Database } from '../store/database.ts';
import { type ProcessFacts, wantedFacts } from '../store/judged.ts';
import type { Facet } from '../store/prevalence.ts';
import { ridsById, want } from '../store/processes.ts';
import { countFacets } from './facets.ts';
import { isAtHome } from './location.ts';
import type { ChainLink, Seen } from './report.ts';

/** What is known of the images of processes, which are left in temp table `wanted`. */
export interface Images {
  /** Undefined where the case has no such process. */
  readonly ridOf: (process: ProcessBrief) => number | undefined;
  readonly factsOf: (process: ProcessBrief) => ProcessFacts | undefined;
  readonly of: (process: ProcessBrief) => Pick<ChainLink, 'at_home' | 'original_file_name' | 'prevalence'>;
}

/** Reads what an analyst asks of the images of processes: place, original name, and how widely path and hash were seen. */
export async function readImages(
  database: Database,
  processes: readonly ProcessBrief[],
  { programs }: TriageReference,
): Promise<Images> {
  const rids = await ridsById(
    database,
    processes.map(({ entity_id }) => entity_id),
  );
  const ridOf: Images['ridOf'] = ({ entity_id }) => rids.get(entity_id);
  await want(database, new Set(rids.values()));
  const facts = await wantedFacts(database);
  const factsOf: Images['factsOf'] = (process) => facts.get(ridOf(process) ?? Number.NaN);
  const { keyOf, countOf } = await countFacets(
    database,
    ['path', 'hash'],
    processes.map(({ name }) => name),
  );
  const seen = (facet: Facet, rid: number | undefined): Seen | null => {
    const key = rid === undefined ? undefined : keyOf(facet, rid);
    const count = key === undefined ? undefined : countOf(facet, key);
    if (count === undefined) return null;
    const { processes, hosts, users, days } = count;
    return { key: count.key, processes, hosts, users, days };
  };
  return {
    ridOf,
    factsOf,
    of: (process) => ({
      at_home: isAtHome(programs.get((process.name ?? '').toLowerCase()), process.executable),
      original_file_name: factsOf(process)?.original_name ?? null,
      prevalence: { path: seen('path', ridOf(process)), hash: seen('hash', ridOf(process)) },
    }),
  };
}
