import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventQuery } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { firedClause } from '../../src/eql/clause.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate } from '../../src/eql/predicate.ts';
import { printQuery } from '../../src/eql/print.ts';
import { compileSequence } from '../../src/eql/sequence.ts';
import { FIELD_NAMES, type FieldPath, fieldType } from '../../src/model/field.ts';
import { row } from './arbitrary.ts';
import { Engine, type Row, readerOf } from './engine.ts';
import { compilePossible } from './possible.ts';
import { ruleText } from './rule-texts.ts';

const ROWS: readonly Row[] = fc.sample(row, { numRuns: 30, seed: 3 });
const TREE = { lineage: () => true };

test('rules as they are written parse, check, run and print, by the thousand', () => {
  const mix = { all: 0, not: 0, wildcard: 0, comment: 0, array: 0, sequence: 0 };
  fc.assert(
    fc.property(ruleText, (text) => {
      mix.all += 1;
      if (/\bnot\b/.test(text)) mix.not += 1;
      if (/"[^"]*\?[^"]*"/.test(text)) mix.wildcard += 1;
      if (text.includes('/*')) mix.comment += 1;
      if (/\.args\b/.test(text)) mix.array += 1;
      const { query, fields } = checkAnyQuery(parseQuery(text));
      for (const field of fields) expect(READABLE).toContain(field);
      const printed = printQuery(query);
      expect(printQuery(parseQuery(printed))).toBe(printed);
      const known = new Set(['process.name', 'process.parent.name']);
      if (query.kind === 'event') return runEvent(query, known);
      mix.sequence += 1;
      const { terms, run } = compileSequence(query, TREE);
      for (const term of terms) runEvent(term, known);
      run(ROWS.map((values, id) => ({ id, time: id * 500, tiebreak: 0, read: readerOf(values) })));
    }),
    { numRuns: 3000 },
  );
  const share = (count: number) => count / mix.all;
  expect(share(mix.not)).toBeGreaterThan(0.5);
  expect(share(mix.wildcard)).toBeGreaterThan(0.4);
  expect(share(mix.comment)).toBeGreaterThan(0.3);
  expect(share(mix.array)).toBeGreaterThan(0.3);
  expect(share(mix.sequence)).toBeGreaterThan(0.15);
});

const READABLE = FIELD_NAMES.filter((name) => fieldType(name) !== undefined) as FieldPath[];

test('their prefilters run in DuckDB and lose nothing', async () => {
  const engine = await Engine.open();
  await engine.load(READABLE, ROWS);
  for (const text of fc.sample(ruleText, { numRuns: 150, seed: 4 })) {
    const { query } = checkAnyQuery(parseQuery(text));
    for (const term of query.kind === 'event' ? [query] : compileSequence(query, TREE).terms) {
      const keeps = compilePredicate(term, TREE);
      const expected = ROWS.flatMap((values, index) => (keeps(readerOf(values)) ? [index] : []));
      expect(await engine.keeps(term), text).toEqual(expect.arrayContaining(expected));
    }
  }
});

function runEvent(query: EventQuery, known: ReadonlySet<string>): void {
  const keeps = compilePredicate(query, TREE);
  const possible = compilePossible(query, known);
  const clause = firedClause(query, TREE);
  for (const values of ROWS) {
    const read = readerOf(values);
    if (!keeps(read)) continue;
    expect(possible((field: string) => readerOf(values)(field as FieldPath))).toBe(true);
    expect(clause(read)).not.toBe('');
  }
}
