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

/** A process that was walked through, so that nothing more comes of it. */
const DONE = -2;

/** Its parent, for one that the present walk came through: what stands there is below `DONE`. */
const onWalk = (parent: number): number => DONE - 1 - parent;

/**
 * Smallest member of each cycle in a parent relation (-1: no parent), which is used up: it takes no more memory than that.
 * Exported for its property test.
 */
export function findCycleCuts(parentOf: Int32Array): number[] {
  const cuts: number[] = [];
  for (let walk = 0; walk < parentOf.length; walk += 1) {
    let at = walk;
    for (let next = parentOf[at] as number; next >= 0; next = parentOf[at] as number) {
      parentOf[at] = onWalk(next);
      at = next;
    }
    if ((parentOf[at] as number) < DONE) {
      let smallest = at;
      for (let next = onWalk(parentOf[at] as number); next !== at; next = onWalk(parentOf[next] as number))
        smallest = Math.min(smallest, next);
      cuts.push(smallest);
    }
    for (let each = walk; (parentOf[each] as number) < DONE; ) {
      const next = onWalk(parentOf[each] as number);
      parentOf[each] = DONE;
      each = next;
    }
  }
  return cuts;
}
