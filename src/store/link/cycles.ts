import { type Database, execute, query } from '../database.ts';
import { want } from '../processes.ts';

/**
 * Cuts every cycle among the chosen links, which only clocks or ids that lie can make: of each cycle the link of its
 * smallest rid goes. Returns how many links were cut.
 */
export async function cutCycles(database: Database): Promise<number> {
  const [size] = await query<{ processes: number }>(
    database,
    'SELECT coalesce(max(rid), -1) + 1 AS processes FROM alias',
  );
  // A cycle must somewhere run against time, so only chains from such a link need walking.
  const suspects = await query<{ rid: number }>(
    database,
    `SELECT c.rid FROM chosen l JOIN node c ON c.rid = l.rid LEFT JOIN node p ON p.rid = l.parent_rid WHERE p.start IS NULL OR c.start IS NULL OR p.start >= c.start ORDER BY c.rid`,
  );
  const beyond = await query<{ rid: number }>(
    database,
    'SELECT rid FROM chosen ANTI JOIN node USING (rid) ORDER BY rid',
  );
  if (suspects.length + beyond.length === 0) return 0;
  const parentOf = new Int32Array(size?.processes ?? 0).fill(-1);
  for (const { rid, parent_rid } of await query<{ rid: number; parent_rid: number }>(
    database,
    'SELECT rid, parent_rid FROM chosen',
  ))
    parentOf[rid] = parent_rid;
  const cut = findCycleCuts(
    parentOf,
    [...suspects, ...beyond].map((row) => row.rid),
  );
  await want(database, cut);
  await execute(database, 'DELETE FROM chosen WHERE rid IN (FROM wanted)');
  return cut.length;
}

/** Smallest member of each cycle that the walk up from `starts` runs into. Exported for its property test. */
export function findCycleCuts(parentOf: Int32Array, starts: readonly number[]): number[] {
  const visitedBy = new Int32Array(parentOf.length).fill(-1);
  const cuts: number[] = [];
  starts.forEach((start, walk) => {
    let at = start;
    while (at >= 0 && visitedBy[at] === -1) {
      visitedBy[at] = walk;
      at = parentOf[at] as number;
    }
    if (at < 0 || visitedBy[at] !== walk) return;
    let smallest = at;
    for (let next = parentOf[at] as number; next !== at; next = parentOf[next] as number)
      smallest = Math.min(smallest, next);
    cuts.push(smallest);
  });
  return cuts;
}
