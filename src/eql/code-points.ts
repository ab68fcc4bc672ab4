/** An inclusive range of code points. */
export type CodePointRange = readonly [first: number, last: number];

export const LAST_CODE_POINT = 0x10ffff;

/** The same code points in ascending, disjoint ranges. */
export function normalise(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const result: [number, number][] = [];
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const previous = result.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else result.push([first, last]);
  }
  return result;
}

/** All code points that are in none of the ranges. */
export function complement(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const result: CodePointRange[] = [];
  let from = 0;
  for (const [first, last] of normalise(ranges)) {
    if (first > from) result.push([from, first - 1]);
    from = last + 1;
  }
  return from > LAST_CODE_POINT ? result : [...result, [from, LAST_CODE_POINT]];
}

/** The ranges with the other case of every A-Z and a-z among them. */
export function bothCases(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const upper = ranges.flatMap((range) => shifted(range, 0x41, 0x20));
  const lower = ranges.flatMap((range) => shifted(range, 0x61, -0x20));
  return [...ranges, ...upper, ...lower];
}

function shifted([first, last]: CodePointRange, letterA: number, by: number): readonly CodePointRange[] {
  const from = Math.max(first, letterA);
  const to = Math.min(last, letterA + 25);
  return from > to ? [] : [[from + by, to + by]];
}
