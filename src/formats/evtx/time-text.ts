const TICKS = 10_000_000;
const HIGH = 2 ** 32;
const SECONDS_TO_1970 = 11_644_473_600;
const DAY = 86_400;
/** Beyond this high half the sum below is no longer exact; it is the year 2858 already. */
const LAST_HIGH = 0x06000000;

let lastDay = Number.NaN;
let lastDayText = '';

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

function dayText(day: number): string {
  if (day !== lastDay) {
    lastDay = day;
    lastDayText = new Date(day * DAY * 1000).toISOString().slice(0, 10);
  }
  return lastDayText;
}

/** ISO 8601 with seven fraction digits of a FILETIME, given in halves; its number where the year has not four digits. */
export function filetimeText(low: number, high: number): string {
  if (high > LAST_HIGH) return String((BigInt(high) << 32n) | BigInt(low));
  const ticks = high * (HIGH % TICKS) + low;
  const carried = Math.floor(ticks / TICKS);
  const seconds = high * Math.floor(HIGH / TICKS) + carried - SECONDS_TO_1970;
  const day = Math.floor(seconds / DAY);
  const second = seconds - day * DAY;
  const fraction = String(ticks - carried * TICKS).padStart(7, '0');
  return `${dayText(day)}T${clock(second)}.${fraction}Z`;
}

function clock(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}

/** ISO 8601 with three fraction digits of a SYSTEMTIME: year, month, weekday, day, hour, minute, second, millisecond. */
export function systemtimeText(parts: readonly number[]): string {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = parts;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
}
