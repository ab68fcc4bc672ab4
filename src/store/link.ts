import type { Findings } from '../model/ingest-findings.ts';
import { type Database, query, transaction } from './database.ts';
import { readFindings } from './findings.ts';
import { attachActivity } from './link/activity.ts';
import { forgetLinks, isLinked, linkedWith, noteLinked } from './link/begin.ts';
import { repairClocks } from './link/clocks.ts';
import { findConflicts } from './link/conflicts.ts';
import { markCopies } from './link/copies.ts';
import { cutCycles } from './link/cycles.ts';
import { describeSources } from './link/describe.ts';
import { attachEnds } from './link/ends.ts';
import { type IdFacts, recogniseIds } from './link/foreign-ids.ts';
import { gatherHostNames } from './link/host-names.ts';
import { identifyHosts } from './link/hosts.ts';
import { resolveNames } from './link/names.ts';
import { buildNodes } from './link/nodes.ts';
import { placeUnseenParents, resolveParents } from './link/parents.ts';
import { numberProfiles } from './link/profiles.ts';
import { publish } from './link/publish.ts';
import { renumber } from './link/renumber.ts';
import type { Scope } from './link/scope.ts';
import { numberRecords } from './record-runs.ts';

/** What linking made of the loaded events. */
export interface LinkSummary {
  readonly hosts: number;
  /** How many of them were linked now; the others are as they were. */
  readonly hostsLinked: number;
  readonly processes: number;
  readonly processesBySeenVia: Readonly<Record<string, number>>;
  readonly linksByMethod: Readonly<Record<string, number>>;
  /** Processes that several logs describe. */
  readonly merged: number;
  /** Links that would have closed a cycle. */
  readonly cyclesCut: number;
  readonly findings: Findings;
}

/** How processes are linked. */
export interface LinkOptions {
  /** Correct times of Windows logs that were written as local ones; true by default. */
  readonly clockRepair?: boolean | undefined;
  /** Link every host, also those that no new file tells of. */
  readonly anew?: boolean | undefined;
  /** Told how much of it is done, from 0 to 1, and what comes next. */
  readonly onStep?: ((done: number, what: string) => void) | undefined;
  /** Ends it before the next step, and nothing is changed; `interruptible` ends the step too. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reconstructs the process trees of a case from its events: hosts, processes, ends and parents. Only hosts that files tell
 * of which no link has seen are linked; what comes of it is as if all of the case had been linked at once.
 */
export async function linkProcesses(
  database: Database,
  inId: IdFacts,
  { clockRepair = true, anew = false, onStep, signal }: LinkOptions = {},
): Promise<LinkSummary> {
  if (!anew && (await isLinked(database, clockRepair))) return summarize(database, 0);
  const scope = await transaction(database, async () => {
    if (anew || (await linkedWith(database)) !== clockRepair) await forgetLinks(database);
    return linkHosts(database, inId, clockRepair, (done, what) => {
      onStep?.(done, what);
      signal?.throwIfAborted();
    });
  });
  const [linked] = scope.all
    ? await query<{ hosts: number }>(database, 'SELECT count(*) AS hosts FROM flat.hosts')
    : await query<{ hosts: number }>(database, 'SELECT count(*) AS hosts FROM scope');
  return summarize(database, linked?.hosts ?? 0);
}

/** One after the other, with the share of the time that each takes. */
async function linkHosts(
  database: Database,
  inId: IdFacts,
  clockRepair: boolean,
  onStep: (done: number, what: string) => void,
): Promise<Scope> {
  let done = 0;
  const step = async <T>(what: string, share: number, work: () => Promise<T>): Promise<T> => {
    onStep(done, what);
    const result = await work();
    done += share;
    return result;
  };
  const scope = await step('telling hosts apart', 0.07, async () => {
    await numberRecords(database);
    await gatherHostNames(database);
    return identifyHosts(database);
  });
  await step('comparing clocks and copies', 0.08, async () => {
    await resolveNames(database);
    await repairClocks(database, clockRepair, scope);
    await markCopies(database, scope);
  });
  await step('gathering processes', 0.28, () => buildNodes(database, scope));
  await step('finding ends', 0.14, async () => {
    await recogniseIds(database, inId, scope);
    await attachEnds(database, scope);
  });
  await step('tying activity to processes', 0.06, () => attachActivity(database, scope));
  await step('finding parents', 0.17, async () => {
    await resolveParents(database, inId);
    await placeUnseenParents(database, scope);
    await cutCycles(database, scope);
  });
  await step('writing trees', 0.14, async () => {
    await publish(database, inId, scope);
    await findConflicts(database, scope);
  });
  await step('numbering', 0.06, async () => {
    await numberProfiles(database, scope);
    await describeSources(database, scope);
    await renumber(database, scope);
    await noteLinked(database, clockRepair);
  });
  onStep(1, 'writing trees');
  return scope;
}

async function summarize(database: Database, hostsLinked: number): Promise<LinkSummary> {
  const count = async (sql: string): Promise<number> =>
    (await query<{ n: number }>(database, sql))[0]?.n ?? 0;
  const tally = async (sql: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await query<{ key: string; n: number }>(database, sql)).map((row) => [row.key, row.n]),
    );
  return {
    hosts: await count('SELECT count(*) AS n FROM flat.hosts'),
    hostsLinked,
    processes: await count('SELECT count(*) AS n FROM flat.processes'),
    processesBySeenVia: await tally(
      'SELECT seen_via AS key, count(*) AS n FROM flat.processes GROUP BY ALL ORDER BY ALL',
    ),
    linksByMethod: await tally(
      'SELECT method AS key, count(*) AS n FROM flat.links GROUP BY ALL ORDER BY ALL',
    ),
    merged: await count(
      "SELECT count(*) AS n FROM (SELECT process_rid FROM flat.events WHERE kind <> 'end' GROUP BY ALL HAVING count(DISTINCT source) > 1)",
    ),
    cyclesCut: await count('SELECT coalesce(sum(links), 0)::BIGINT AS n FROM flat.cycles_cut'),
    findings: await readFindings(database),
  };
}
