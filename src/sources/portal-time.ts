import type { Sql } from '../model/source.ts';

const list = (formats: readonly string[]): Sql => `[${formats.map((format) => `'${format}'`).join(', ')}]`;
const withFractions = (clock: string, rest = ''): string[] =>
  ['', '.%g', '.%n'].map((part) => clock + part + rest);

/** `Mar 10, 2026 8:12:07 AM` and, as Kibana writes into CSV, `Jan 15, 2019 @ 05:24:24.010`. */
const NAMED = [...withFractions('%b %d %Y %I:%M:%S', ' %p'), '%b %d %Y @ %H:%M:%S.%g'];
const AMERICAN = withFractions('%m/%d/%Y %I:%M:%S', ' %p');
const MONTH_FIRST = withFractions('%m/%d/%Y %H:%M:%S');
const DAY_FIRST = withFractions('%d/%m/%Y %H:%M:%S');
const OVER_12 = '(1[3-9]|2\\d|3[01])';

/**
 * TIMESTAMP from what portals and Kibana write into CSV, NULL where day and month can't be told apart: only the American
 * form has `AM` and `PM` in capitals, and no month is over 12.
 */
export function portalTime(text: Sql): Sql {
  const plain = `regexp_replace(${text}, '[,\\s\\x{202f}\\x{a0}]+', ' ', 'g')`;
  const read = (formats: readonly string[]): Sql => `try_strptime(${plain}, ${list(formats)})`;
  return (
    `CASE WHEN regexp_matches(${text}, '^[A-Z][a-z]{2} ') THEN ${read(NAMED)} ` +
    `WHEN ends_with(${text}, 'AM') OR ends_with(${text}, 'PM') THEN ${read(AMERICAN)} ` +
    `WHEN regexp_matches(${text}, '^\\d{1,2}/${OVER_12}/') THEN ${read(MONTH_FIRST)} ` +
    `WHEN regexp_matches(${text}, '^${OVER_12}/') THEN ${read(DAY_FIRST)} END`
  );
}
