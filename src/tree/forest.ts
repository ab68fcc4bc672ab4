import { placeIn } from './place-in.ts';
import { type Region, regionBelow } from './region.ts';

/**
 * The parent relation of a whole case, four bytes a process, and an index of those below and beside some of them: what
 * finds lineages before a graph is built of them.
 */
export interface Forest {
  /** Parent by rid, -1 for a root. */
  readonly parentOf: Int32Array;
  readonly around: Region;
}

/** Indexes what is below some processes of a parent relation without cycles, and what is beside them. */
export const buildForest = (parentOf: Int32Array, rids: Iterable<number>): Forest => ({
  parentOf,
  around: regionBelow(parentOf, rids),
});

/** The processes above any rid, nearest first, to the root, or the first `cap` of them. */
export function ancestorsOf(
  { parentOf }: Pick<Forest, 'parentOf'>,
  rid: number,
  cap = Number.POSITIVE_INFINITY,
): number[] {
  const chain: number[] = [];
  let at = parentOf[rid] ?? -1;
  for (; at >= 0 && chain.length < cap; at = parentOf[at] as number) chain.push(at);
  return chain;
}

/** How many children some processes have, by rid. */
export function countChildren(parentOf: Int32Array, rids: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const rid of rids) counts.set(rid, 0);
  for (const parent of parentOf) {
    const count = parent < 0 ? undefined : counts.get(parent);
    if (count !== undefined) counts.set(parent, count + 1);
  }
  return counts;
}

const NOBODY = new Int32Array(0);

/** The children, ascending, of a process that the forest was built around, is below one of these or is a parent of one. */
export function childrenOf({ around }: Forest, rid: number): Int32Array {
  const place = placeIn(around.parents, rid);
  return place === undefined
    ? NOBODY
    : around.children.subarray(around.childrenFrom[place], around.childrenFrom[place + 1]);
}

/** Number of processes below one that the forest was built around, and the first `cap` of them, breadth first. */
export function descendantsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const first: number[] = [];
  for (let at = rid, next = 0; first.length < cap; at = first[next++] as number) {
    for (const child of childrenOf(forest, at).subarray(0, cap - first.length)) first.push(child);
    if (next >= first.length) break;
  }
  const place = placeIn(forest.around.parents, rid);
  return { count: place === undefined ? 0 : (forest.around.below[place] as number), first };
}

/**
 * Number of the other children of the parent of one that the forest was built around, and up to `cap` of them, those
 * nearest to it in order.
 */
export function siblingsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const parent = forest.parentOf[rid] ?? -1;
  if (parent < 0) return { count: 0, first: [] };
  const children = childrenOf(forest, parent);
  const count = children.length - 1;
  const place = placeIn(children, rid) ?? 0;
  const from = Math.max(0, Math.min(place - Math.floor(cap / 2), count - cap));
  const around = children.subarray(from, from + cap + 1);
  return { count, first: [...around].filter((child) => child !== rid).slice(0, cap) };
}
