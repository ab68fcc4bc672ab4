import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventQuery } from '../../src/eql/ast.ts';
import { compilePredicate } from '../../src/eql/predicate.ts';
import { printExpression } from '../../src/eql/print.ts';
import { isPrefilterExact } from '../../src/eql/sql.ts';
import { row, USED } from './arbitrary.ts';
import { computedCondition } from './arbitrary-functions.ts';
import { Engine, readerOf } from './engine.ts';
import { isRight } from './is-right.ts';
import { compilePossible } from './possible.ts';

const span = { start: 0, end: 0 };

test('over computed values the prefilter keeps what the predicate keeps, and no more where it is exact', async () => {
  const engine = await Engine.open();
  const rows = fc.sample(row, { numRuns: 150, seed: 2 });
  await engine.load(USED, rows);
  const counts = { exact: 0, superset: 0, refused: 0, kept: 0, dropped: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(computedCondition, { minLength: 10, maxLength: 10 }), async (conditions) => {
      for (const where of conditions) {
        const query: EventQuery = { kind: 'event', category: null, where, pipes: [], text: '', span };
        if (!isRight(query)) {
          counts.refused += 1;
          continue;
        }
        const keeps = compilePredicate(query);
        const possible = compilePossible(query, new Set(['process.name', 'process.pid']));
        const expected = rows.flatMap((values, index) => (keeps(readerOf(values)) ? [index] : []));
        for (const index of expected) expect(possible(readerOf(rows[index] ?? {}))).toBe(true);
        const exact = isPrefilterExact(query);
        const kept = await engine.keeps(query);
        counts[exact ? 'exact' : 'superset'] += 1;
        counts.kept += expected.length;
        counts.dropped += rows.length - expected.length;
        const shown = printExpression(where);
        if (exact) expect(kept, shown).toEqual(expected);
        else expect(kept, shown).toEqual(expect.arrayContaining(expected));
      }
    }),
    { numRuns: 150 },
  );
  expect(counts.exact).toBeGreaterThan(400);
  expect(counts.superset).toBeGreaterThan(100);
  expect(Math.min(counts.kept, counts.dropped)).toBeGreaterThan(10_000);
});
