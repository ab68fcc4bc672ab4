import { visible } from '../../model/text.ts';

/** A number with its thousands apart. */
export const number = (value: number): string => value.toLocaleString('en-US');

/** A number with what it counts, in the singular where it is one: `1 file`, `2 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

/** What is counted and how many of it, most first: `a: 3, b: 1`; beyond `most` kinds only how many more there are. */
export const tally = (counts: Readonly<Record<string, number>>, most = Number.POSITIVE_INFINITY): string => {
  const entries = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = entries.slice(0, most).map(([key, count]) => `${visible(key)}: ${number(count)}`);
  const rest = entries.slice(most).reduce((sum, [, count]) => sum + count, 0);
  return [
    ...shown,
    ...(rest > 0 ? [`${counted(entries.length - most, 'other kind')}: ${number(rest)}`] : []),
  ].join(', ');
};
