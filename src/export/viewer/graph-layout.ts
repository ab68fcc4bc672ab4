/*! Lays out with d3-hierarchy, Copyright 2010-2021 Mike Bostock. Permission to use, copy, modify, and/or distribute this
software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission
notice appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS
SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY
SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,
WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE. */
import { hierarchy, tree } from 'd3-hierarchy';
import { NONE } from './outline.ts';
import type { ViewerState } from './state.ts';

/** Where each item of the tree's rows stands in the drawing: x grows with depth, y downwards. */
export interface GraphLayout {
  readonly items: readonly number[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Index, among `items`, of the one above; NONE for a root. */
  readonly above: Int32Array;
  /** Rows that are not drawn, beyond the most that are. */
  readonly left: number;
}

/** Size of a process in the drawing, and the room it takes. */
export const BOX = { width: 196, height: 24 } as const;
const ROOM = { across: 262, down: 34 } as const;

/** Beyond this a drawing says nothing any more. */
export const MOST_DRAWN = 5_000;

interface Branch {
  readonly index: number;
  readonly children: Branch[];
}

/** Lays out the rows that the tree shows at present, from left to right. */
export function layOutGraph(state: ViewerState): GraphLayout {
  const items = [...state.rows.subarray(0, MOST_DRAWN)];
  const top: Branch = { index: NONE, children: [] };
  const branches = items.map((_, index): Branch => ({ index, children: [] }));
  const above = new Int32Array(items.length).fill(NONE);
  for (const [index, item] of items.entries()) {
    const parent = state.outline.parent[item] as number;
    const row = parent === NONE ? NONE : (state.rowOf[parent] as number);
    above[index] = row;
    (branches[row] ?? top).children.push(branches[index] as Branch);
  }
  const [x, y] = [new Float64Array(items.length), new Float64Array(items.length)];
  const laidOut = tree<Branch>().nodeSize([ROOM.down, ROOM.across])(hierarchy(top));
  laidOut.each((point) => {
    if (point.data.index === NONE) return;
    x[point.data.index] = point.y - ROOM.across;
    y[point.data.index] = point.x;
  });
  return { items, x, y, above, left: state.rows.length - items.length };
}
