import type { Findings } from '../model/ingest-findings.ts';
import { type Database, query, transaction } from './database.ts';
import { readFindings } from './findings.ts';
import { attachActivity } from './link/activity.ts';
import { repairClocks } from './link/clocks.ts';
import { findConflicts } from './link/conflicts.ts';
import { markCopies } from './link/copies.ts';
import { cutCycles } from './link/cycles.ts';
import { describeSources } from './link/describe.ts';
import { attachEnds } from './link/ends.ts';
import { type IdFacts, recogniseIds } from './link/foreign-ids.ts';
import { identifyHosts } from './link/hosts.ts';
import { resolveNames } from './link/names.ts';
import { buildNodes } from './link/nodes.ts';
import { placeUnseenParents, resolveParents } from './link/parents.ts';
import { numberProfiles } from './link/profiles.ts';
import { publish } from './link/publish.ts';
import { numberRecords } from './record-runs.ts';

/** What linking made of the loaded events. */
export interface LinkSummary {
  readonly hosts: number;
  readonly processes: number;
  readonly processesBySeenVia: Readonly<Record<string, number>>;
  readonly linksByMethod: Readonly<Record<string, number>>;
  /** Processes that several logs describe. */
  readonly merged: number;
  /** Links that would have closed a cycle. */
  readonly cyclesCut: number;
  readonly findings: Findings;
}

/**
 * Reconstructs the process trees of a whole case from its events: hosts, processes, ends and parents.
 */
export async function linkProcesses(
  database: Database,
  inId: IdFacts,
  clockRepair = true,
): Promise<LinkSummary> {
  const cyclesCut = await transaction(database, async () => {
    await numberRecords(database);
    await identifyHosts(database);
    await resolveNames(database);
    await repairClocks(database, clockRepair);
    await markCopies(database);
    await buildNodes(database);
    await recogniseIds(database, inId);
    await attachEnds(database);
    await attachActivity(database);
    await resolveParents(database, inId);
    await placeUnseenParents(database);
    const cut = await cutCycles(database);
    await publish(database, inId);
    await findConflicts(database);
    await numberProfiles(database);
    await describeSources(database);
    return cut;
  });
  const count = async (sql: string): Promise<number> =>
    (await query<{ n: number }>(database, sql))[0]?.n ?? 0;
  const tally = async (sql: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await query<{ key: string; n: number }>(database, sql)).map((row) => [row.key, row.n]),
    );
  return {
    hosts: await count('SELECT count(*) AS n FROM flat.hosts'),
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
    cyclesCut,
    findings: await readFindings(database),
  };
}
