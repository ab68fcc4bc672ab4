import { type Database, execute, query } from '../database.ts';
import { readParents } from '../parent-index.ts';
import { want } from '../processes.ts';
import type { Scope } from './scope.ts';

/**
 * Cuts every cycle among the chosen links, which only clocks or ids that lie can make: of each cycle the link of its
 * smallest rid goes; `flat.cycles_cut` has how many.
 */
export async function cutCycles(database: Database, { firstRid }: Scope): Promise<void> {
  const [size] = await query<{ processes: number }>(
    database,
    `SELECT coalesce(max(rid), ${firstRid - 1}) + 1 - ${firstRid} AS processes FROM alias`,
  );
  const cut = findCycleCuts(
    await readParents(
      database,
      `SELECT (rid - ${firstRid})::INTEGER, (parent_rid - ${firstRid})::INTEGER FROM chosen`,
      size?.processes ?? 0,
    ),
  );
  if (cut.length === 0) return;
  await want(
    database,
    cut.map((rid) => firstRid + rid),
  );
  await execute(database, 'DELETE FROM chosen WHERE rid IN (FROM wanted)');
  await execute(
    database,
    'INSERT INTO flat.cycles_cut SELECT host_rid, count(*) FROM (SELECT DISTINCT host_rid, rid FROM alias SEMI JOIN wanted USING (rid)) GROUP BY ALL ORDER BY ALL',
  );
}

/** Smallest member of each cycle in a parent relation (-1: no parent). Exported for its property test. */
export function findCycleCuts(parentOf: Int32Array): number[] {
  const visitedBy = new Int32Array(parentOf.length).fill(-1);
  const cuts: number[] = [];
  for (let walk = 0; walk < parentOf.length; walk += 1) {
    let at = walk;
    while (at >= 0 && visitedBy[at] === -1) {
      visitedBy[at] = walk;
      at = parentOf[at] as number;
    }
    if (at < 0 || visitedBy[at] !== walk) continue;
    let smallest = at;
    for (let next = parentOf[at] as number; next !== at; next = parentOf[next] as number)
      smallest = Math.min(smallest, next);
    cuts.push(smallest);
  }
  return cuts;
}
