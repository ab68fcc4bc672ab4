const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * Epoch milliseconds of an ISO 8601 date or time, or undefined for anything else. What is left out is the earliest
 * there is, without an offset the time is UTC, and digits beyond the millisecond are dropped.
 */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? 0 : Number(part)));
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month || 1) - 1, day || 1);
  if (match[2] !== undefined && date.getUTCMonth() !== Number(match[2]) - 1) return undefined;
  if (match[3] !== undefined && date.getUTCDate() !== Number(match[3])) return undefined;
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return date.setUTCHours(hour ?? 0, minute, second, milliseconds) - offset(match[8] ?? 'Z');
}

function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
