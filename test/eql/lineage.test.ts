import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Lineage } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { firedClause } from '../../src/eql/clause.ts';
import { type LineageOracle, lineageQueries } from '../../src/eql/lineage.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate, type FieldReader } from '../../src/eql/predicate.ts';
import { compileSequence } from '../../src/eql/sequence.ts';
import { isPrefilterExact } from '../../src/eql/sql.ts';
import { treeOracle } from '../../src/eql/tree-oracle.ts';
import { query as checked } from './agree.ts';
import { Engine } from './engine.ts';
import data from './lineage.json' with { type: 'json' };
import { compilePossible } from './possible.ts';

interface Event {
  readonly id: number;
  readonly process: number | null;
  readonly time: number;
  readonly category: string;
  readonly name: string;
}
type Parents = ReadonlyMap<number, number | null>;

const EVENTS: readonly Event[] = data.events;
const PARENTS: Parents = new Map(Object.entries(data.processes).map(([id, parent]) => [Number(id), parent]));

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

test.each(data.cases as [string, number[]][])('%s', async (text, expected) => {
  expect(run(text, EVENTS, PARENTS).toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
  const { query } = checkAnyQuery(parseQuery(text));
  if (query.kind !== 'event') return;
  await engine.load(
    ['event.category', 'process.name'],
    EVENTS.map(({ category, name }) => ({ 'event.category': [category], 'process.name': name })),
  );
  const kept = (await engine.keeps(query)).map((index) => EVENTS[index]?.id);
  expect(kept).toEqual(expect.arrayContaining(expected));
  expect(isPrefilterExact(query)).toBe(false);
});

test('the queries in brackets are told innermost first, and their fields are among those of the query', () => {
  const text =
    'any where child of [process where event of [file where process.pid == 1] and descendant of [any where process.name : "a"]]';
  const { query, fields } = checkAnyQuery(parseQuery(text));
  const found = lineageQueries(query).map(({ leaf, query: inner }) => [leaf.relation, inner.category]);
  expect(found.at(-1)).toEqual(['child', 'process']);
  expect(found.slice(0, 2).toSorted()).toEqual([
    ['descendant', null],
    ['event', 'file'],
  ]);
  expect(fields).toEqual(['event.category', 'process.pid', 'process.name']);
});

test('without a tree the predicate refuses, and what is possible is not ruled out', () => {
  const query = checked('any where process.name == "a" and child of [any where true]');
  expect(() => compilePredicate(query)).toThrow('needs an oracle');
  const possible = compilePossible(query, new Set(['process.name']));
  expect([['a'], ['b']].map((name) => possible(() => name))).toEqual([true, false]);
});

test('the clause that fired may be a lineage condition', () => {
  const query = checked('any where process.pid == 1 or child of [file where true]');
  expect(firedClause(query, { lineage: () => true })(() => [])).toBe('child of [file where true]');
});

const relation = fc.constantFrom('child of', 'descendant of', 'event of');
const inner = fc.tuple(relation, fc.constantFrom('process', 'file', 'any'), fc.constantFrom('a', 'b', 'c'));
const texts = fc.tuple(inner, fc.option(inner)).map(([[kind, category, name], nested]) => {
  const more =
    nested === null ? '' : ` and not ${nested[0]} [${nested[1]} where process.name == "${nested[2]}"]`;
  return `any where ${kind} [${category} where process.name == "${name}"${more}]`;
});
const forests = fc
  .array(fc.nat({ max: 8 }), { minLength: 9, maxLength: 9 })
  .map((picks): Parents => new Map(picks.map((pick, id) => [id, pick < id ? pick : null])));
const happenings = fc
  .array(
    fc.record({
      process: fc.option(fc.nat({ max: 8 })),
      time: fc.nat({ max: 9 }),
      category: fc.constantFrom('process', 'file'),
      name: fc.constantFrom('a', 'b', 'c'),
    }),
    { minLength: 10, maxLength: 25 },
  )
  .map((list) => list.map((event, id): Event => ({ ...event, id })));

test('on random forests the oracle says what the definition says', () => {
  let held = 0;
  fc.assert(
    fc.property(texts, happenings, forests, (text, events, parents) => {
      const { query } = checkAnyQuery(parseQuery(text));
      if (query.kind !== 'event') return;
      const byDefinition: LineageOracle = (leaf, read) =>
        isRelated(leaf, read, events, parents, byDefinition);
      const keeps = compilePredicate(query, { lineage: byDefinition });
      const expected = events.filter((event) => keeps(readerOf(event))).map(({ id }) => id);
      held += expected.length;
      expect(run(text, events, parents), text).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  expect(held).toBeGreaterThan(500);
});

/** The ids that a query finds: the queries in brackets first, then the query itself. */
function run(text: string, events: readonly Event[], parents: Parents): readonly number[] {
  const { query } = checkAnyQuery(parseQuery(text));
  const marks = new Map<Lineage, Map<number, number>>();
  const lineage = treeOracle(
    {
      locate: (read) => locate(read),
      parentOf: (process) => parents.get(process) ?? undefined,
      startOf: (process) => startOf(process, events),
    },
    marks,
  );
  for (const { leaf, query: bracketed } of lineageQueries(query)) {
    const keeps = compilePredicate(bracketed, { lineage });
    const first = new Map<number, number>();
    for (const event of events)
      if (event.process !== null && keeps(readerOf(event)))
        first.set(event.process, Math.min(event.time, first.get(event.process) ?? Number.POSITIVE_INFINITY));
    marks.set(leaf, first);
  }
  if (query.kind === 'event') {
    const keeps = compilePredicate(query, { lineage });
    return events.filter((event) => keeps(readerOf(event))).map(({ id }) => id);
  }
  const found = compileSequence(query, { lineage }).run(
    events.map((event) => ({ id: event.id, time: event.time, tiebreak: 0, read: readerOf(event) })),
  );
  return found.flatMap((match) => match.events.map(Number));
}

/** The definition, event by event: who did what by when. */
function isRelated(
  { relation: kind, category, where, span }: Lineage,
  read: FieldReader,
  events: readonly Event[],
  parents: Parents,
  lineage: LineageOracle,
): boolean {
  const here = locate(read);
  if (here === undefined) return false;
  const keeps = compilePredicate({ kind: 'event', category, where, pipes: [], span, text: '' }, { lineage });
  const did = (process: number, by: number) =>
    events.some((event) => event.process === process && event.time <= by && keeps(readerOf(event)));
  if (kind === 'event') return did(here.process, here.time);
  const parent = parents.get(here.process) ?? null;
  if (parent === null) return false;
  if (did(parent, startOf(here.process, events))) return true;
  const at = { ...(events[0] as Event), process: parent };
  return (
    kind === 'descendant' &&
    isRelated(
      { kind: 'lineage', relation: kind, category, where, span },
      readerOf(at),
      events,
      parents,
      lineage,
    )
  );
}

/** A process starts with the first event that is its own. */
function startOf(process: number, events: readonly Event[]): number {
  return Math.min(...events.filter((event) => event.process === process).map(({ time }) => time));
}

function readerOf(event: Event): FieldReader {
  return (field) => {
    if (field === 'event.category') return [event.category];
    if (field === 'process.name') return [event.name];
    return field === 'process.pid' && event.process !== null ? [event.process, event.time] : [];
  };
}

function locate(read: FieldReader): { process: number; time: number } | undefined {
  const [process, time] = read('process.pid');
  return process === undefined ? undefined : { process: Number(process), time: Number(time) };
}
