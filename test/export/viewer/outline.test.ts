import { describe, expect, it } from 'vitest';
import { labelOf, NONE, outlineOf, pathTo } from '../../../src/export/viewer/outline.ts';
import { visibleRows, withAncestors } from '../../../src/export/viewer/rows.ts';
import { SEVERITIES } from '../../../src/export/viewer/severity.ts';
import { ViewerState } from '../../../src/export/viewer/state.ts';
import type { ExcerptNode, TreeExcerpt } from '../../../src/model/tree-excerpt.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const sample = excerpt({ processes: 2_000, hosts: 3 });
const outline = outlineOf(sample);
const all = new Uint8Array(outline.size).fill(1);

/** One process above the other, so many of them. */
const chain = (length: number): TreeExcerpt => {
  const [first] = excerpt({ processes: 1 }).nodes as [ExcerptNode];
  const nodes = Array.from({ length }, (_, rid) => ({ ...first, rid, parent: rid === 0 ? null : rid - 1 }));
  return { title: 'a chain', nodes, alerts: [], omitted: [] };
};

describe('outline', () => {
  it('has every process once, under its parent, with a heading a host', () => {
    const rows = [...visibleRows(outline, all, null)];
    expect(new Set(rows).size).toBe(outline.size);
    expect(rows).toHaveLength(2_003);
    expect(outline.headings).toEqual([
      'WS-0142.halvard.example',
      'WS-0143.halvard.example',
      'WS-0144.halvard.example',
    ]);
    for (const [item, node] of sample.nodes.entries()) {
      const above = outline.parent[item] as number;
      expect(above).toBe(node.parent ?? 2_000 + outline.headings.indexOf(node.host.name));
      expect(rows.indexOf(above)).toBeLessThan(rows.indexOf(item));
    }
  });

  it('counts what is below, and knows the worst alert there', () => {
    const headings = [2_000, 2_001, 2_002];
    expect(headings.map((item) => outline.descendants[item])).toEqual([667, 667, 666]);
    const ranks = sample.alerts.map(({ rule }) => (SEVERITIES as readonly string[]).indexOf(rule.severity));
    expect(Math.min(...headings.map((item) => outline.worstBelow[item] as number))).toBe(Math.min(...ranks));
    for (const [alert, item] of outline.alertItem.entries())
      expect(sample.nodes[item]?.alerts).toContain(alert);
  });

  it('numbers siblings from 1', () => {
    const children = [...outline.parent.keys()].filter((item) => outline.parent[item] === 2_000);
    expect(children.map((item) => outline.place[item])).toEqual(children.map((_, index) => index + 1));
    expect(new Set(children.map((item) => outline.siblings[item]))).toEqual(new Set([children.length]));
  });

  it('shows only what is kept and what is open', () => {
    const some = withAncestors(outline, outline.alertItem);
    const rows = [...visibleRows(outline, all, some)];
    expect(rows).toEqual([...visibleRows(outline, all, null)].filter((item) => some[item] === 1));
    expect(visibleRows(outline, new Uint8Array(outline.size), null)).toHaveLength(3);
  });

  it('a chain of 100,000 is no matter', () => {
    const deep = outlineOf(chain(100_000));
    expect(visibleRows(deep, new Uint8Array(deep.size).fill(1), null)).toHaveLength(100_000);
    expect(pathTo(deep, 99_999)).toHaveLength(100_000);
    expect(deep.descendants[0]).toBe(99_999);
  });

  it('an excerpt of nothing has no rows', () => {
    const state = new ViewerState(outlineOf({ title: '', nodes: [], alerts: [], omitted: [] }));
    expect(state.rows).toHaveLength(0);
  });
});

describe('what the reader does', () => {
  const fresh = (): ViewerState => new ViewerState(outline);

  it('choosing an alert opens the way to it', () => {
    const state = fresh();
    state.toggleAll(false);
    state.chooseAlert(2);
    const item = outline.alertItem[2] as number;
    expect(state.selected).toBe(item);
    expect(state.path).toEqual(pathTo(outline, item));
    for (const each of state.path) expect(state.rowOf[each]).not.toBe(NONE);
  });

  it('the path alone has the path and what is below the alert', () => {
    const state = fresh();
    state.chooseAlert(0);
    state.setScope('path');
    state.toggleAll(true);
    const item = outline.alertItem[0] as number;
    expect(state.rows).toHaveLength(state.path.length + (outline.descendants[item] as number));
  });

  it('selecting what a scope hides leaves the scope', () => {
    const state = fresh();
    state.chooseAlert(0);
    state.setScope('path');
    const hidden = outline.parent.findIndex((above, item) => above === 2_001 && state.rowOf[item] === NONE);
    state.select(hidden);
    expect(state.scope).toBe('all');
    expect(state.rowOf[hidden]).not.toBe(NONE);
  });

  it('closing everything moves the selection to what is still seen', () => {
    const state = fresh();
    state.chooseAlert(0);
    state.toggleAll(false);
    expect(outline.headings).toContain(labelOf(outline, state.selected));
  });
});
