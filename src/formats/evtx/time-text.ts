import type { Sink } from './sink.ts';

const TICKS = 10_000_000;
const HIGH = 2 ** 32;
const SECONDS_TO_1970 = 11_644_473_600;
/** Beyond this high half the sum below is no longer exact; it is the year 2858 already. */
const LAST_HIGH = 0x06000000;

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

let lastSecond = Number.NaN;
let lastSecondText = '';

/** Ends before the fraction. Events come many in a second. */
function secondText(second: number): string {
  if (second !== lastSecond) {
    lastSecond = second;
    lastSecondText = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return lastSecondText;
}

/** ISO 8601 with seven fraction digits of a FILETIME, given in halves; its number where the year has not four digits. */
export function writeFiletime(sink: Sink, low: number, high: number): void {
  if (high > LAST_HIGH) {
    sink.ascii(String((BigInt(high) << 32n) | BigInt(low)));
    return;
  }
  const ticks = high * (HIGH % TICKS) + low;
  const carried = Math.floor(ticks / TICKS);
  sink.ascii(secondText(high * Math.floor(HIGH / TICKS) + carried - SECONDS_TO_1970));
  sink.integer(ticks - carried * TICKS, 7);
  sink.code(0x5a);
}

/** ISO 8601 with three fraction digits of a SYSTEMTIME: year, month, weekday, day, hour, minute, second, millisecond. */
export function systemtimeText(parts: readonly number[]): string {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = parts;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
}
