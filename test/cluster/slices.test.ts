import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partDays } from '../../src/cluster/slices.ts';

const DAY = 86_400_000_000;

it('slices follow one another, hold every moment of every day with events, and about as many events as they may', () => {
  const days = fc
    .uniqueArray(
      fc.record({ day: fc.integer({ min: 0, max: 300 }), events: fc.integer({ min: 1, max: 10_000 }) }),
      {
        selector: ({ day }) => day,
        minLength: 1,
      },
    )
    .map((drawn) => drawn.sort((a, b) => a.day - b.day));
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 5000 }), (counts, most) => {
      const slices = partDays(counts, most);
      for (const [index, slice] of slices.entries()) {
        expect(slice.from).toBeLessThan(slice.to);
        expect(slice.from).toBeGreaterThanOrEqual(slices[index - 1]?.to ?? 0);
        expect(slice.events).toBeLessThanOrEqual(most);
      }
      for (const { day } of counts)
        for (const moment of [day * DAY, day * DAY + DAY / 2, (day + 1) * DAY - 1])
          expect(slices.filter(({ from, to }) => from <= moment && moment < to)).toHaveLength(1);
    }),
  );
});
