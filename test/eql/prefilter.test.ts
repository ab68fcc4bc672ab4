import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { EventQuery, Expression } from '../../src/eql/ast.ts';
import { compilePredicate } from '../../src/eql/predicate.ts';
import { printExpression } from '../../src/eql/print.ts';
import { condition, row, USED } from './arbitrary.ts';
import { Engine, readerOf } from './engine.ts';
import { compilePossible } from './possible.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

const categories = fc.constantFrom(null, 'process');
const batch = fc.tuple(fc.array(condition, { minLength: 10, maxLength: 10 }), categories);

test('the prefilter keeps exactly the rows that the predicate keeps', async () => {
  const rows = fc.sample(row, { numRuns: 400, seed: 1 });
  await engine.load(USED, rows);
  const counts = { kept: 0, dropped: 0 };
  await fc.assert(
    fc.asyncProperty(batch, async ([conditions, category]) => {
      for (const where of conditions) {
        const query = queryOf(where, category);
        const keeps = compilePredicate(query);
        const expected = rows.flatMap((values, index) => (keeps(readerOf(values)) ? [index] : []));
        counts.kept += expected.length;
        counts.dropped += rows.length - expected.length;
        expect(await engine.keeps(query), printExpression(where)).toEqual(expected);
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(counts.kept, counts.dropped)).toBeGreaterThan(50_000);
});

test('what is known decides only what the rest cannot change', () => {
  const counts = { possible: 0, impossible: 0 };
  fc.assert(
    fc.property(
      condition,
      categories,
      fc.subarray([...USED]),
      fc.array(row, { minLength: 20, maxLength: 20 }),
      (where, category, names, rows) => {
        const query = queryOf(where, category);
        const known = new Set<string>(names);
        const possible = compilePossible(query, known);
        const keeps = compilePredicate(query);
        for (const values of rows) {
          const read = readerOf(values);
          const answer = possible((field) => {
            expect(known).toContain(field);
            return read(field);
          });
          counts[answer ? 'possible' : 'impossible'] += 1;
          if (!answer) expect(keeps(read), printExpression(where)).toBe(false);
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(Math.min(counts.possible, counts.impossible)).toBeGreaterThan(2000);
});

test('with every field known the possible is the true', () => {
  fc.assert(
    fc.property(condition, categories, row, (where, category, values) => {
      const query = queryOf(where, category);
      const everything = new Set<string>([...USED, 'no.such.field']);
      expect(compilePossible(query, everything)(readerOf(values))).toBe(
        compilePredicate(query)(readerOf(values)),
      );
    }),
  );
});

test('a condition of thousands of branches runs in DuckDB', async () => {
  const rows = [{ 'process.name': 'n1999.exe' }, { 'process.name': 'other' }];
  const items = Array.from({ length: 2000 }, (_, index): Expression => {
    const value = `N${index}.*`;
    return {
      kind: 'match',
      ci: true,
      term: fieldNode('process.name'),
      patterns: [{ kind: 'literal', value, span }],
      span,
    };
  });
  await engine.load(['process.name'], rows);
  expect(await engine.keeps(queryOf({ kind: 'or', items, span }, null))).toEqual([0]);
});

const span = { start: 0, end: 0 };

function fieldNode(name: string): Expression {
  return { kind: 'field', name, optional: false, span };
}

function queryOf(where: Expression, category: string | null): EventQuery {
  return { kind: 'event', category, where, pipes: [], text: '', span };
}
