import { NONE, type Outline, pathTo } from './outline.ts';

/** A stretch of time in milliseconds since 1970. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const SHORTEST = 10;
const BELOW_WITHIN = 30 * 60_000;
const ELSE_WITHIN = 5 * 60_000;
const LEAST_AROUND = 60_000;
const MOST_RELATED = 5_000;

/** From the first start to the last start or end; an hour of 1970 where no time is known. */
export function wholeWindow(outline: Outline): TimeWindow {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const times of [outline.start, outline.end])
    for (const time of times) {
      if (Number.isNaN(time)) continue;
      from = Math.min(from, time);
      to = Math.max(to, time);
    }
  return from <= to ? padded(from, to) : { from: 0, to: 3_600_000 };
}

/** As the whole, but where the outermost hundredth of starts on either side takes more than half of it, without that. */
export function robustWindow(outline: Outline): TimeWindow {
  const whole = wholeWindow(outline);
  const starts = outline.start.filter((time) => !Number.isNaN(time)).sort();
  if (starts.length < 3) return whole;
  const margin = Math.ceil(starts.length / 100);
  const [low, high] = [starts[margin] as number, starts[starts.length - 1 - margin] as number];
  const inner = padded(Math.min(low, high), Math.max(low, high));
  return inner.to - inner.from < (whole.to - whole.from) / 2 ? inner : whole;
}

/**
 * The time around an item: its own life and what is below it as far as that lies within half an hour of its start, and what
 * is above and beside it within five minutes. One late descendant does not stretch it.
 */
export function windowAround(outline: Outline, item: number): TimeWindow | null {
  const at = outline.start[item] as number;
  if (Number.isNaN(at)) return null;
  let [from, to] = [at, at];
  const add = (time: number, within: number): void => {
    if (!(Math.abs(time - at) <= within)) return;
    from = Math.min(from, time);
    to = Math.max(to, time);
  };
  add(outline.end[item] as number, BELOW_WITHIN);
  for (const each of below(outline, item)) add(outline.start[each] as number, BELOW_WITHIN);
  for (const each of pathTo(outline, item)) add(outline.start[each] as number, ELSE_WITHIN);
  for (const each of beside(outline, item)) add(outline.start[each] as number, ELSE_WITHIN);
  const missing = Math.max(0, LEAST_AROUND - (to - from));
  return padded(from - missing / 3, to + (2 * missing) / 3);
}

/** Zooms about a moment that stays where it is; a factor below 1 shows less. */
export function zoomed(window: TimeWindow, factor: number, about: number): TimeWindow {
  const from = about - (about - window.from) * factor;
  return { from, to: Math.max(from + SHORTEST, about + (window.to - about) * factor) };
}

/** Moves by a fraction of its length. */
export function panned(window: TimeWindow, fraction: number): TimeWindow {
  const by = (window.to - window.from) * fraction;
  return { from: window.from + by, to: window.to + by };
}

function padded(from: number, to: number): TimeWindow {
  const pad = Math.max(SHORTEST, (to - from) * 0.04);
  return { from: from - pad, to: to + pad };
}

function* below(outline: Outline, item: number): Iterable<number> {
  const { firstChild, nextSibling } = outline;
  const queue = [item];
  for (let index = 0; index < queue.length && queue.length < MOST_RELATED; index += 1)
    for (
      let child = firstChild[queue[index] as number] as number;
      child !== NONE;
      child = nextSibling[child] as number
    )
      queue.push(child);
  yield* queue;
}

function* beside(outline: Outline, item: number): Iterable<number> {
  const { previousSibling, nextSibling } = outline;
  for (
    let left = MOST_RELATED, each = previousSibling[item] as number;
    each !== NONE && left > 0;
    left -= 1
  ) {
    yield each;
    each = previousSibling[each] as number;
  }
  for (let left = MOST_RELATED, each = nextSibling[item] as number; each !== NONE && left > 0; left -= 1) {
    yield each;
    each = nextSibling[each] as number;
  }
}
