import { placeIn } from './place-in.ts';

/** Part of a forest: some processes with all below them, and the parents of these with their children. */
export interface Region {
  /** Every process of it that has children, ascending. */
  readonly parents: Int32Array;
  /** `children.subarray(childrenFrom[place], childrenFrom[place + 1])` are those of `parents[place]`, ascending. */
  readonly childrenFrom: Int32Array;
  readonly children: Int32Array;
  /** Number of processes below each of `parents`: of all below it that are in the region. */
  readonly below: Int32Array;
}

const UNKNOWN = 0;
const INSIDE = 1;
const OUTSIDE = 2;

/**
 * Indexes the region of some processes. It takes a byte for each process of the case while it is built, and 16 for each of
 * the region.
 */
export function regionBelow(parentOf: Int32Array, rids: Iterable<number>): Region {
  const state = insideOf(parentOf, rids);
  const wide = new Set<number>();
  for (const rid of rids) {
    const parent = parentOf[rid] ?? -1;
    if (parent >= 0 && state[parent] !== INSIDE) wide.add(parent);
  }
  const isListed = (parent: number): boolean =>
    parent >= 0 && (state[parent] === INSIDE || (wide.size > 0 && wide.has(parent)));
  let size = 0;
  for (const parent of parentOf) if (isListed(parent)) size += 1;
  const members = new Int32Array(size);
  const above = new Int32Array(size);
  let next = 0;
  for (let rid = 0; rid < parentOf.length; rid += 1) {
    const parent = parentOf[rid] as number;
    if (!isListed(parent)) continue;
    members[next] = rid;
    above[next] = parent;
    next += 1;
  }
  return indexed(members, above);
}

/** For each process whether it is one of some, or below one. */
function insideOf(parentOf: Int32Array, rids: Iterable<number>): Uint8Array {
  const state = new Uint8Array(parentOf.length);
  for (const rid of rids) if (rid < state.length) state[rid] = INSIDE;
  for (let rid = 0; rid < parentOf.length; rid += 1) {
    let at = rid;
    while (at >= 0 && state[at] === UNKNOWN) at = parentOf[at] as number;
    const found = at >= 0 ? (state[at] as number) : OUTSIDE;
    for (let each = rid; each >= 0 && state[each] === UNKNOWN; each = parentOf[each] as number)
      state[each] = found;
  }
  return state;
}

/** Indexes children, ascending, by their parents. */
function indexed(members: Int32Array, above: Int32Array): Region {
  const sorted = above.slice().sort();
  let distinct = 0;
  for (let at = 0; at < sorted.length; at += 1)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[distinct++] = sorted[at] as number;
  const parents = sorted.subarray(0, distinct);
  const childrenFrom = new Int32Array(distinct + 1);
  const placeOf = above;
  for (let at = 0; at < above.length; at += 1) {
    const place = placeIn(parents, above[at] as number) as number;
    placeOf[at] = place;
    childrenFrom[place + 1] = (childrenFrom[place + 1] as number) + 1;
  }
  for (let place = 0; place < distinct; place += 1)
    childrenFrom[place + 1] = (childrenFrom[place + 1] as number) + (childrenFrom[place] as number);
  const children = new Int32Array(members.length);
  const filled = childrenFrom.slice(0, distinct);
  for (let at = 0; at < members.length; at += 1) {
    const place = placeOf[at] as number;
    children[filled[place] as number] = members[at] as number;
    filled[place] = (filled[place] as number) + 1;
  }
  return { parents, childrenFrom, children, below: countBelow(parents, childrenFrom, children) };
}

/** Counts descendants from the leaves up: a process is done when all its children are. */
function countBelow(parents: Int32Array, childrenFrom: Int32Array, children: Int32Array): Int32Array {
  const below = new Int32Array(parents.length);
  const waiting = new Int32Array(parents.length);
  const parentPlace = new Int32Array(parents.length).fill(-1);
  for (let place = 0; place < parents.length; place += 1)
    for (let at = childrenFrom[place] as number; at < (childrenFrom[place + 1] as number); at += 1) {
      below[place] = (below[place] as number) + 1;
      const child = placeIn(parents, children[at] as number);
      if (child === undefined) continue;
      parentPlace[child] = place;
      waiting[place] = (waiting[place] as number) + 1;
    }
  for (let leaf = 0; leaf < parents.length; leaf += 1) {
    // Each walk ends where somebody else's children are still counted, so that no process is passed twice.
    for (let at = leaf; at >= 0 && waiting[at] === 0; ) {
      waiting[at] = -1;
      const parent = parentPlace[at] as number;
      if (parent >= 0) {
        below[parent] = (below[parent] as number) + (below[at] as number);
        waiting[parent] = (waiting[parent] as number) - 1;
      }
      at = parent;
    }
  }
  return below;
}
