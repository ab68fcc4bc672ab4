/** A process in the order in which a tree is drawn. */
export interface Row {
  /** Place of the process in the columns. */
  readonly index: number;
  /** How many processes are above it. */
  readonly depth: number;
}

/**
 * Puts processes in the order of a drawn tree, parents before their children and siblings as they come, from two columns:
 * the number of each process, and the number of its parent (null for a root). It walks a list that it keeps itself, so that
 * a chain of any length fits.
 */
export function drawnOrder(processes: readonly number[], parents: readonly (number | null)[]): Row[] {
  const known = new Set(processes);
  const children = new Map<number | null, number[]>();
  for (const [index, parent] of parents.entries()) {
    const key = parent !== null && known.has(parent) ? parent : null;
    const siblings = children.get(key);
    if (siblings === undefined) children.set(key, [index]);
    else siblings.push(index);
  }
  const rows: Row[] = [];
  const below = (process: number | null, depth: number): Row[] =>
    (children.get(process) ?? []).map((index) => ({ index, depth })).reverse();
  const waiting = below(null, 0);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    rows.push(next);
    for (const row of below(processes[next.index] as number, next.depth + 1)) waiting.push(row);
  }
  return rows;
}
