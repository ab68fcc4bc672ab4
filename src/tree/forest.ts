/** The parent relation of a whole case in integer arrays: what finds lineages before a graph is built of them. */
export interface Forest {
  /** Parent by rid, -1 for a root. */
  readonly parentOf: Int32Array;
  /** `children.subarray(childrenFrom[rid], childrenFrom[rid + 1])` are the children of rid, ascending. */
  readonly childrenFrom: Int32Array;
  readonly children: Int32Array;
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
  return { parentOf, childrenFrom, children };
}

/** The processes above rid, nearest first, to the root. */
export function ancestorsOf(forest: Forest, rid: number): number[] {
  const chain: number[] = [];
  for (let at = forest.parentOf[rid] ?? -1; at >= 0; at = forest.parentOf[at] as number) chain.push(at);
  return chain;
}

/** The children of rid, ascending. */
export function childrenOf(forest: Forest, rid: number): Int32Array {
  return forest.children.subarray(forest.childrenFrom[rid], forest.childrenFrom[rid + 1]);
}

/** Number of processes below rid, and the first `cap` of them, breadth first. */
export function descendantsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const first: number[] = [];
  const queue = [...childrenOf(forest, rid)];
  let count = 0;
  for (let at = 0; at < queue.length; at += 1) {
    const child = queue[at] as number;
    count += 1;
    if (first.length < cap) first.push(child);
    for (const grandchild of childrenOf(forest, child)) queue.push(grandchild);
  }
  return { count, first };
}

/** Number of the other children of rid's parent, and up to `cap` of them, those nearest to rid in order. */
export function siblingsOf(forest: Forest, rid: number, cap: number): { count: number; first: number[] } {
  const parent = forest.parentOf[rid] ?? -1;
  if (parent < 0) return { count: 0, first: [] };
  const children = childrenOf(forest, parent);
  const others = [...children].filter((child) => child !== rid);
  const from = Math.max(0, Math.min(children.indexOf(rid) - Math.floor(cap / 2), others.length - cap));
  return { count: others.length, first: others.slice(from, from + cap) };
}
