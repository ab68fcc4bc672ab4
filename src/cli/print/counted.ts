/** A number with its thousands apart. */
export const number = (value: number): string => value.toLocaleString('en-US');

/** A number with what it counts, in the singular where it is one: `1 file`, `2 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;
