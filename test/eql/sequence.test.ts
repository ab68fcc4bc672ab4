import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventQuery, SampleQuery, SequenceQuery } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import type { Value } from '../../src/eql/predicate.ts';
import { compileSequence, type SequenceEvent } from '../../src/eql/sequence.ts';
import { matchNaively } from './naive-sequence.ts';
import data from './sequences.json' with { type: 'json' };

type Spec = readonly [time: number, category: string, fields?: Readonly<Record<string, Value | Value[]>>];

function parse(text: string): SequenceQuery | SampleQuery {
  const { query } = checkAnyQuery(parseQuery(text));
  if (query.kind === 'event') throw new Error('no sequence');
  return query;
}

/** Events numbered from 1 in the order given, which breaks ties. */
function eventsOf(specs: readonly Spec[]): readonly SequenceEvent[] {
  return specs.map(([time, category, fields = {}], index) => ({
    id: index + 1,
    time,
    tiebreak: index,
    read: (name) => (name === 'event.category' ? [category] : [fields[name] ?? []].flat()),
  }));
}

describe.each(Object.entries(data))('%s', (_, { events, cases }) => {
  test.each(cases as unknown as [string, (number | null)[][]][])('%s', (text, expected) => {
    const found = compileSequence(parse(text)).run(eventsOf(events as unknown as Spec[]));
    expect(found.map((match) => match.events)).toEqual(expected);
  });
});

test('the terms are queries of their own, `until` last, and keys are told', () => {
  const query = parse(
    'sequence by k with maxspan=1m [a where x] ![b where y] [c where z] by j until [d where w] by j'.replaceAll(
      ' by j',
      '',
    ),
  );
  const { terms, run } = compileSequence(query);
  expect(terms.map(({ category }: EventQuery) => category)).toEqual(['a', 'b', 'c', 'd']);
  const fields = { k: ['m', 'n'], x: true, z: true };
  expect(
    run(
      eventsOf([
        [0, 'a', fields],
        [1, 'c', fields],
      ]),
    ),
  ).toEqual([
    { keys: ['m'], events: [1, null, 2] },
    { keys: ['n'], events: [1, null, 2] },
  ]);
});

const spec = fc.tuple(
  fc.integer({ min: 0, max: 12 }),
  fc.constantFrom('a', 'b', 'c'),
  fc.record(
    { k: fc.constantFrom<Value | Value[]>('x', 'y', 1, ['x', 'y'], []), n: fc.integer({ min: 0, max: 2 }) },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<Spec>;
const term = fc.constantFrom(
  '[a where true]',
  '[b where n > 0]',
  '[any where n != 1]',
  '[c where k != null]',
);
const step = fc
  .tuple(term, fc.constantFrom('', '', '', ' with runs=2'), fc.constantFrom(false, false, false, true))
  .map(([text, runs, missing]) => (missing ? `!${text}` : `${text}${runs}`));
const queries = fc
  .tuple(
    fc.constantFrom('', ' by k', ' by ?k', ' by n, ?k'),
    fc.constantFrom('', ' with maxspan=3ms', ' with maxspan=6ms'),
    fc.array(step, { minLength: 2, maxLength: 4 }),
    fc.constantFrom('', '', ' until [c where true]', ' until [any where n == 2]'),
    fc.constantFrom('', '', ' | head 2', ' | tail 3'),
  )
  .filter(
    ([, span, steps]) =>
      !steps.every((text) => text.startsWith('!')) &&
      (span !== '' || !steps.some((text) => text.startsWith('!'))),
  )
  .map(([by, span, steps, until, pipe]) => `sequence${by}${span} ${steps.join(' ')}${until}${pipe}`);

test('a naive matcher finds the same, in whatever order the events come', () => {
  let matches = 0;
  fc.assert(
    fc.property(
      queries,
      fc.array(spec, { minLength: 10, maxLength: 30 }),
      fc.infiniteStream(fc.nat()),
      (text, specs, random) => {
        const query = parse(text) as SequenceQuery;
        const events = eventsOf(specs);
        const { run } = compileSequence(query);
        const found = run(events);
        matches += found.length;
        expect(found, text).toEqual(matchNaively(query, events));
        const shuffled = events
          .map((event) => ({ event, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ event }) => event);
        expect(run(shuffled), text).toEqual(found);
      },
    ),
    { numRuns: 1500 },
  );
  expect(matches).toBeGreaterThan(1000);
});

test('a sample does not depend on the order of the events, and uses no event twice', () => {
  fc.assert(
    fc.property(fc.array(spec, { maxLength: 15 }), (specs) => {
      const { run } = compileSequence(
        parse('sample by ?k [a where true] [any where true] [any where n != 1]'),
      );
      const events = eventsOf(specs);
      const found = run(events);
      expect(run([...events].reverse())).toEqual(found);
      for (const match of found) expect(new Set(match.events).size).toBe(3);
    }),
  );
});
