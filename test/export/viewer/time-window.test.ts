import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../src/export/viewer/outline.ts';
import { duration, ticksOf } from '../../../src/export/viewer/time-format.ts';
import { robustWindow, wholeWindow, windowAround, zoomed } from '../../../src/export/viewer/time-window.ts';
import type { ExcerptNode, TreeExcerpt } from '../../../src/model/tree-excerpt.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const MINUTE = 60_000;
const base = excerpt({ processes: 400, hours: 1 });
const alerted = base.nodes.findIndex(({ alerts }) => alerts.length > 0);
const at = Date.parse((base.nodes[alerted] as ExcerptNode).start as string);

/** With a child of the alerted process that starts four days after it. */
const late: TreeExcerpt = {
  ...base,
  nodes: [
    ...base.nodes,
    {
      ...(base.nodes[alerted] as ExcerptNode),
      parent: alerted,
      start: new Date(at + 5760 * MINUTE).toISOString(),
      end: null,
      alerts: [],
    },
  ],
};

describe('time shown', () => {
  it('one late descendant stretches neither the window of an alert nor that of the whole', () => {
    const outline = outlineOf(late);
    expect(wholeWindow(outline).to - wholeWindow(outline).from).toBeGreaterThan(5760 * MINUTE);
    const robust = robustWindow(outline);
    expect(robust.to - robust.from).toBeLessThan(90 * MINUTE);
    const around = windowAround(outline, alerted);
    expect(around?.to).toBeLessThan(at + 40 * MINUTE);
    expect(around?.from).toBeLessThan(at);
  });

  it('zooming leaves the moment where it is', () => {
    const near = zoomed({ from: 0, to: 100_000 }, 0.5, 25_000);
    expect(near).toEqual({ from: 12_500, to: 62_500 });
    const nearest = zoomed({ from: 0, to: 10 }, 0.0001, 5);
    expect(nearest.to).toBeGreaterThan(nearest.from);
  });

  it('no time known is no error', () => {
    const timeless = { ...base, nodes: base.nodes.map((node) => ({ ...node, start: null, end: null })) };
    expect(wholeWindow(outlineOf(timeless)).to).toBeGreaterThan(0);
    expect(windowAround(outlineOf(timeless), alerted)).toBeNull();
  });

  it.each([
    [10 * MINUTE, 5, ['06:00', '06:02', '06:04', '06:06', '06:08', '06:10']],
    [3_000, 3, ['06:00:00', '06:00:01', '06:00:02', '06:00:03']],
    [3 * 1440 * MINUTE, 4, ['03-11', '03-12', '03-13']],
    [400 * 1440 * MINUTE, 5, ['2026-06', '2026-09', '2026-12', '2027-03']],
    [4 * 365 * 1440 * MINUTE, 2, ['2027-12', '2029-12']],
  ])('ticks of %d ms', (length, most, labels) => {
    const from = Date.UTC(2026, 2, 10, 6);
    expect(ticksOf({ from, to: from + length }, most).map(({ label }) => label)).toEqual(labels);
  });

  it.each([
    [250, '250 ms'],
    [12_400, '12.4 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [352_800_000, '4 d 2 h'],
  ])('%d ms is %s', (time, words) => {
    expect(duration(time)).toBe(words);
  });
});
