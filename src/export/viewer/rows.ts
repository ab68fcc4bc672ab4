import { NONE, type Outline } from './outline.ts';

/** Which items the tree shows: all, or those of a kind with everything above them. */
export type Scope = 'all' | 'alerts' | 'matches' | 'path';

/**
 * The items that have a row, from the top down: roots, and children of what is expanded. Where `keep` is given, only items
 * whose mark in it is set.
 */
export function visibleRows(outline: Outline, expanded: Uint8Array, keep: Uint8Array | null): Int32Array {
  const rows = new Int32Array(outline.size);
  const { firstChild, nextSibling, parent } = outline;
  let count = 0;
  let item = outline.firstRoot;
  while (item !== NONE) {
    const kept = keep === null || keep[item] === 1;
    if (kept) rows[count++] = item;
    let next = kept && expanded[item] === 1 ? (firstChild[item] as number) : NONE;
    for (let up = item; next === NONE && up !== NONE; up = parent[up] as number)
      next = nextSibling[up] as number;
    item = next;
  }
  return rows.slice(0, count);
}

/** Marks of the items and of everything above them. */
export function withAncestors(outline: Outline, items: Iterable<number>): Uint8Array {
  const marks = new Uint8Array(outline.size);
  for (const item of items)
    for (let up = item; up !== NONE && marks[up] === 0; up = outline.parent[up] as number) marks[up] = 1;
  return marks;
}

/** Marks of everything below an item, too. */
export function addDescendants(outline: Outline, marks: Uint8Array, item: number): void {
  let each = outline.firstChild[item] as number;
  while (each !== NONE) {
    marks[each] = 1;
    let next = outline.firstChild[each] as number;
    for (let up = each; next === NONE && up !== item; up = outline.parent[up] as number)
      next = outline.nextSibling[up] as number;
    each = next;
  }
}
