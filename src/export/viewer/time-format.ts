import type { TimeWindow } from './time-window.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on a year is told. */
const SEASON = 90 * DAY;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365, 730, 1_825, 3_650, 36_500].map((each) => each * DAY),
];

/** Round moments in a window and what to write at each: as much of the time as the distance between them asks for. */
export function ticksOf(
  window: TimeWindow,
  most: number,
): { readonly time: number; readonly label: string }[] {
  const step = STEPS.find((each) => (window.to - window.from) / each <= most) ?? 36_500 * DAY;
  const [from, to] =
    step >= SEASON
      ? [0, 7]
      : step >= DAY
        ? [5, 10]
        : step >= MINUTE
          ? [11, 16]
          : step >= SECOND
            ? [11, 19]
            : [11, 23];
  const ticks = [];
  for (let time = Math.ceil(window.from / step) * step; time <= window.to; time += step)
    ticks.push({ time, label: iso(time).slice(from, to) });
  return ticks;
}

/** `2026-03-10 09:15:02` of milliseconds since 1970, in UTC. */
export function moment(time: number): string {
  return iso(time).slice(0, 19).replace('T', ' ');
}

/** A time of the log as a column shows it: without the day where all are of one day. */
export function shortTime(text: string | null, oneDay: boolean): string {
  if (text === null) return '';
  return oneDay ? text.slice(11, 23) : `${text.slice(5, 10)} ${text.slice(11, 19)}`;
}

/** A length of time in words: `250 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`, `4 d 2 h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < MINUTE) return `${Number((milliseconds / SECOND).toFixed(1))} s`;
  if (milliseconds < HOUR) return two(milliseconds, MINUTE, 'min', SECOND, 's');
  if (milliseconds < DAY) return two(milliseconds, HOUR, 'h', MINUTE, 'min');
  return two(milliseconds, DAY, 'd', HOUR, 'h');
}

function two(time: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((time % big) / small);
  return `${Math.floor(time / big)} ${bigName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

function iso(time: number): string {
  return Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : '0000-00-00T00:00:00.000Z';
}
