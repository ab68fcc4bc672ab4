import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventQuery, Expression } from '../../src/eql/ast.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate } from '../../src/eql/predicate.ts';
import { printExpression } from '../../src/eql/print.ts';
import { isPrefilterExact } from '../../src/eql/sql.ts';
import { CLICKHOUSE } from '../../src/eql/sql-clickhouse.ts';
import { condition, row, span, USED } from '../eql/arbitrary.ts';
import { computedCondition } from '../eql/arbitrary-functions.ts';
import { Engine as DuckDbRows, readerOf } from '../eql/engine.ts';
import { isRight } from '../eql/is-right.ts';
import { engineMissing } from './support/chdb.ts';
import { ClickHouseRows } from './support/clickhouse-rows.ts';
import { type Engine, startEngine } from './support/engine.ts';

const queryOf = (where: Expression): EventQuery => ({
  kind: 'event',
  category: null,
  where,
  pipes: [],
  text: '',
  span,
});

describe.skipIf(engineMissing !== undefined)(`the dialects of prefilters ${engineMissing ?? ''}`, () => {
  let engine: Engine;
  let clickhouse: ClickHouseRows;
  let duckdb: DuckDbRows;
  const rows = fc.sample(row, { numRuns: 400, seed: 3 });

  beforeAll(async () => {
    engine = await startEngine();
    clickhouse = new ClickHouseRows(engine.url);
    duckdb = await DuckDbRows.open();
    await clickhouse.load(USED, rows);
    await duckdb.load(USED, rows);
  });
  afterAll(async () => {
    await clickhouse?.close();
    await engine?.[Symbol.asyncDispose]();
  });

  it.each([
    ['of fields', condition, 2000],
    ['of computed values', computedCondition, 1500],
  ] as const)('keep the same rows of random rules %s', async (_, arbitrary, least) => {
    const counts = { rules: 0, same: 0, kept: 0, dropped: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(arbitrary, { minLength: 20, maxLength: 20 }), async (drawn) => {
        const conditions = drawn.filter((where) => isRight(queryOf(where)));
        const kept = await clickhouse.keeps(conditions.map(queryOf));
        for (const [index, where] of conditions.entries()) {
          const query = queryOf(where);
          const shown = printExpression(where);
          // What is too long for one dialect, or not sure in it, is left to the predicate.
          if (isPrefilterExact(query) && isPrefilterExact(query, CLICKHOUSE)) {
            expect(kept[index], shown).toEqual(await duckdb.keeps(query));
            counts.same += 1;
          }
          const keeps = compilePredicate(query);
          const matches = rows.flatMap((values, at) => (keeps(readerOf(values)) ? [at] : []));
          expect(kept[index], shown).toEqual(expect.arrayContaining(matches));
          counts.rules += 1;
          counts.kept += matches.length;
          counts.dropped += rows.length - matches.length;
        }
      }),
      { numRuns: Math.ceil(least / 15) },
    );
    expect(counts.rules).toBeGreaterThan(least);
    expect(counts.same).toBeGreaterThan(least / 2);
    expect(Math.min(counts.kept, counts.dropped)).toBeGreaterThan(50_000);
  });

  it('keep rows where a quotient is -0', async () => {
    const query = parseQuery('any where process.parent.pid / process.pid == 0') as EventQuery;
    const [kept] = await clickhouse.keeps([query]);
    expect(kept).toEqual(await duckdb.keeps(query));
    expect(kept?.some((at) => (rows[at]?.['process.pid'] as number) < 0)).toBe(true);
  });
});
