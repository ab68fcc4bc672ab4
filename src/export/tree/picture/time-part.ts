import type { ExcerptNode } from '../../../model/tree-excerpt.ts';
import { LOOK } from './look.ts';
import type { ProcessRow } from './rows.ts';
import { round, textAt, widthOf } from './text.ts';
import type { TimeScale } from './time-scale.ts';

/** Pixels of a bar of which the end is not known, and of the shortest bar. */
const OPEN = 16;
const SHORTEST = 3;

/** Width of the timeline. */
export const TIMELINE_WIDTH = LOOK.width - LOOK.margin - LOOK.timeline;

/** How a time in ISO 8601 is written. */
type Clock = (iso: string) => string;

/** How times are written: without the day where all are of one. */
export function clockOf(nodes: readonly ExcerptNode[]): Clock {
  const days = new Set(nodes.flatMap(({ start }) => (start === null ? [] : [start.slice(0, 10)])));
  return days.size <= 1 ? (iso) => iso.slice(11, 23) : (iso) => `${iso.slice(5, 10)} ${iso.slice(11, 19)}`;
}

/** A time at the axis: to the second. */
const labelOf = (clock: Clock, time: number): string =>
  clock(new Date(time).toISOString()).replace(/\.\d+$/, '');

/** Pixels that a label takes. */
export const labelWidth = (clock: Clock): number => widthOf(labelOf(clock, 0), LOOK.detail);

/** Axis with labels above the rows, and lines down to `bottom`: gaps that are cut are dotted. */
export function axis(scale: TimeScale, top: number, bottom: number, clock: Clock): string {
  const down = (x: number, style: string): string =>
    `<path class="${style}" d="M${round(LOOK.timeline + x)} ${top}V${bottom}"/>`;
  const labels = scale.ticks.map(
    ({ time, x, label }) =>
      `${textAt(LOOK.timeline + label, top - 6, LOOK.detail, 'dim', labelOf(clock, time))}${down(x, 'axis')}`,
  );
  return `${labels.join('')}${scale.breaks.map((x) => down(x, 'cut')).join('')}\n`;
}

/** When a process started, in words and as a bar to its end. */
export function timeCells({ node, y }: ProcessRow, scale: TimeScale, clock: Clock): string {
  const baseline = y + LOOK.row / 2 + LOOK.detail * 0.36;
  if (node.start === null) return textAt(LOOK.starts, baseline, LOOK.detail, 'dim', 'not known');
  const x = scale.at(Date.parse(node.start));
  const hit = node.alerts.length > 0;
  const end = node.end === null ? x + OPEN : scale.at(Date.parse(node.end));
  const width = Math.max(SHORTEST, Math.min(end, TIMELINE_WIDTH) - x);
  const style = `${hit ? 'hit' : ''}${node.end === null ? 'open' : 'bar'}`;
  const bar = (className: string, length: number): string =>
    `<rect class="${className}" x="${round(LOOK.timeline + x)}" y="${round(y + 6)}" width="${round(length)}" height="${LOOK.row - 12}"/>`;
  return [
    textAt(LOOK.starts, baseline, LOOK.detail, 'dim', clock(node.start)),
    bar(style, width),
    node.end === null ? bar(hit ? 'hitbar' : 'bar', SHORTEST) : '',
  ].join('');
}
