/** ISO 8601 in UTC of microseconds since 1970; three fraction digits, six where milliseconds can't say it. */
export function isoTime(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = microseconds - milliseconds * 1000;
  const iso = new Date(milliseconds).toISOString();
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
