/** The parent relation of a whole case in integer arrays: what finds lineages before a graph is built of them. */
export interface Forest {
  /** Parent by rid, -1 for a root. */
  readonly parentOf: Int32Array;
  /** `children.subarray(childrenFrom[rid], childrenFrom[rid + 1])` are the children of rid, ascending. */
  readonly childrenFrom: Int32Array;
  readonly children: Int32Array;
  /** Number of processes below each. */
  readonly below: Int32Array;
}

/** Indexes the children of a parent relation without cycles. */
export function buildForest(parentOf: Int32Array): Forest {
  const childrenFrom = new Int32Array(parentOf.length + 1);
  for (const parent of parentOf)
    if (parent >= 0) childrenFrom[parent + 1] = (childrenFrom[parent + 1] as number) + 1;
  for (let rid = 0; rid < parentOf.length; rid += 1)
    childrenFrom[rid + 1] = (childrenFrom[rid + 1] as number) + (childrenFrom[rid] as number);
  const children = new Int32Array(childrenFrom[parentOf.length] as number);
  const next = childrenFrom.slice();
  parentOf.forEach((parent, rid) => {
    if (parent < 0) return;
    children[next[parent] as number] = rid;
    next[parent] = (next[parent] as number) + 1;
  });
  return { parentOf, childrenFrom, children, below: countBelow(parentOf, childrenFrom) };
}

/** Counts descendants from the leaves up: a process is done when all its children are. */
function countBelow(parentOf: Int32Array, childrenFrom: Int32Array): Int32Array {
  const below = new Int32Array(parentOf.length);
  const waiting = new Int32Array(parentOf.length);
  const done: number[] = [];
  for (let rid = 0; rid < parentOf.length; rid += 1) {
    waiting[rid] = (childrenFrom[rid + 1] as number) - (childrenFrom[rid] as number);
    if (waiting[rid] === 0) done.push(rid);
  }
  for (let rid = done.pop(); rid !== undefined; rid = done.pop()) {
    const parent = parentOf[rid] as number;
    if (parent < 0) continue;
    below[parent] = (below[parent] as number) + (below[rid] as number) + 1;
    waiting[parent] = (waiting[parent] as number) - 1;
    if (waiting[parent] === 0) done.push(parent);
  }
  return below;
}

/** The processes above rid, nearest first, to the root, or the first `cap` of them. */
export function ancestorsOf(forest: Forest, rid: number, cap = Number.POSITIVE_INFINITY): number[] {
  const chain: number[] = [];
  let at = forest.parentOf[rid] ?? -1;
  for (; at >= 0 && chain.length < cap; at = forest.parentOf[at] as number) chain.push(at);
  return chain;
}

/** The children of rid, ascending. */
export function childrenOf(forest: Forest, rid: number): Int32Array {
  return forest.children.subarray(forest.childrenFrom[rid], forest.childrenFrom[rid + 1]);
}

/** Number of processes below rid, and the first `cap` of them, breadth first. */
export function descendantsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const first: number[] = [];
  for (let at = rid, next = 0; first.length < cap; at = first[next++] as number) {
    for (const child of childrenOf(forest, at).subarray(0, cap - first.length)) first.push(child);
    if (next >= first.length) break;
  }
  return { count: forest.below[rid] ?? 0, first };
}

/** Number of the other children of rid's parent, and up to `cap` of them, those nearest to rid in order. */
export function siblingsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const parent = forest.parentOf[rid] ?? -1;
  if (parent < 0) return { count: 0, first: [] };
  const children = childrenOf(forest, parent);
  const count = children.length - 1;
  const place = placeIn(children, rid);
  const from = Math.max(0, Math.min(place - Math.floor(cap / 2), count - cap));
  const around = children.subarray(from, from + cap + 1);
  return { count, first: [...around].filter((child) => child !== rid).slice(0, cap) };
}

/** Place of a value in an ascending array that holds it. */
function placeIn(ascending: Int32Array, value: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
