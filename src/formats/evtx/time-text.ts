const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** ISO 8601 with three fraction digits of a SYSTEMTIME: year, month, weekday, day, hour, minute, second, millisecond. */
export function systemtimeText(parts: readonly number[]): string {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = parts;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}Z`;
}
