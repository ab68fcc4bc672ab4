import type { Outline } from './outline.ts';
import type { TimeWindow } from './time-window.ts';

/** Shortest bar, as a fraction of the window: what lived for a moment is still seen. */
const SHORTEST = 0.012;

/**
 * Draws when an item ran as a bar within the window: faded out where its end is not known, an arrow at the edge where it
 * lies outside.
 */
export function fillBar(bar: HTMLElement, outline: Outline, item: number, window: TimeWindow): void {
  const length = window.to - window.from;
  const [start, end] = [outline.start[item] as number, outline.end[item] as number];
  const known = !(Number.isNaN(start) && Number.isNaN(end));
  const from = ((Number.isNaN(start) ? end : start) - window.from) / length;
  const to = Number.isNaN(end) ? from : (end - window.from) / length;
  bar.hidden = !known;
  if (!known) return;
  const side = from >= 1 ? 'after' : to < 0 ? 'before' : '';
  bar.className = `bar ${side} ${Number.isNaN(end) ? 'open-ended' : ''}`;
  const left = Math.min(Math.max(0, from), 1 - SHORTEST);
  const width = Math.max(SHORTEST, Math.min(1, to) - left);
  bar.style.left = side === '' ? `${(left * 100).toFixed(2)}%` : '';
  bar.style.width = side === '' ? `${(width * 100).toFixed(2)}%` : '';
}
