import type { Field, SampleQuery, SequenceQuery, Term } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './lexer.ts';
import { parseEventFilter } from './parse-expression.ts';
import { parseList } from './parse-list.ts';
import { parseField } from './parse-term.ts';

const UNITS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const MAX_RUNS = 100;
const MAX_STEPS = 256;
/** What a query has before the parser adds its pipes, its place and its text. */
type Body<Query> = Omit<Query, 'pipes' | 'span' | 'text' | 'origin'>;

/** `sequence by key, … with maxspan=… [term] … until [term]`. */
export function parseSequence(cursor: Cursor): Body<SequenceQuery> {
  const keyword = cursor.expect('sequence');
  let by = parseKeys(cursor);
  const maxspan = cursor.at('with') ? parseMaxspan(cursor) : null;
  if (by.length === 0) by = parseKeys(cursor);
  const terms = parseTerms(cursor, true);
  const until = cursor.skip('until') ? parseTerm(cursor, false) : null;
  const steps = terms.reduce((sum, { runs }) => sum + runs, 0);
  if (steps < 2) cursor.fail('a sequence has two terms or more', keyword);
  if (steps > MAX_STEPS) cursor.fail(`a sequence has at most ${MAX_STEPS} steps`, keyword);
  const missing = terms.find((term) => term.missing);
  if (missing !== undefined && maxspan === null)
    cursor.fail('a missing event needs `with maxspan=…` after `sequence`', missing.span);
  if (terms.every((term) => term.missing)) cursor.fail('one event at least must not be missing', keyword);
  checkKeys(cursor, until === null ? terms : [...terms, until]);
  return { kind: 'sequence', by, maxspan, terms, until };
}

/** `sample by key, … [term] …`. */
export function parseSample(cursor: Cursor): Body<SampleQuery> {
  const keyword = cursor.expect('sample');
  const by = parseKeys(cursor);
  const terms = parseTerms(cursor, false);
  if (terms.length < 2) cursor.fail('a sample has two terms or more', keyword);
  checkKeys(cursor, terms);
  if (by.length + (terms[0]?.by.length ?? 0) === 0)
    cursor.fail('a sample needs keys; write `sample by field`', keyword);
  const runs = terms.find((term) => term.runs > 1);
  if (runs !== undefined) cursor.fail('a sample takes no `with runs`', runs.span);
  return { kind: 'sample', by, terms };
}

function parseTerms(cursor: Cursor, mayMiss: boolean): readonly Term[] {
  const terms = [parseTerm(cursor, mayMiss)];
  while (cursor.at('[') || cursor.at('!')) terms.push(parseTerm(cursor, mayMiss));
  return Object.freeze(terms);
}

function parseTerm(cursor: Cursor, mayMiss: boolean): Term {
  const { start } = cursor.peek();
  if (cursor.at('!') && !mayMiss) cursor.fail('only a term of a sequence can be missing');
  const missing = cursor.skip('!');
  cursor.expect('[', missing || !mayMiss ? '`[`' : '`[`, `by` or `with maxspan`');
  const filter = parseEventFilter(cursor);
  cursor.expect(']', '`and`, `or` or `]`');
  const by = parseKeys(cursor);
  const fork = cursor.peek();
  if (fork.kind === 'keyword' && fork.text === 'fork')
    cursor.fail("`fork` is no part of Elasticsearch's EQL");
  const place = cursor.peek(1);
  const runs = cursor.at('with') ? parseRuns(cursor) : 1;
  if (missing && runs > 1) cursor.fail('a missing event has no runs', place);
  const span = Object.freeze({ start, end: cursor.lastEnd });
  return Object.freeze({ kind: 'term', ...filter, by, runs, missing, span });
}

function parseKeys(cursor: Cursor): readonly Field[] {
  return cursor.skip('by') ? parseList(cursor, () => parseField(cursor)) : Object.freeze([]);
}

function parseRuns(cursor: Cursor): number {
  cursor.expect('with');
  cursor.expect('runs');
  parseEquals(cursor);
  const token = takeNumber(cursor, 'a number of runs');
  const runs = Number(token.value);
  if (!Number.isInteger(runs) || runs < 1 || runs > MAX_RUNS)
    cursor.fail(`the number of runs is a whole number from 1 to ${MAX_RUNS}`, token);
  return runs;
}

function parseMaxspan(cursor: Cursor): number {
  cursor.expect('with');
  cursor.expect('maxspan');
  parseEquals(cursor);
  const token = takeNumber(cursor, 'a time such as `30s`');
  const unit = UNITS.get(cursor.peek().text);
  if (unit === undefined) cursor.unexpected('a unit of time: `ms`, `s`, `m`, `h` or `d`');
  cursor.take();
  if (!(Number.isInteger(token.value) && Number(token.value) > 0))
    cursor.fail('a time is a whole number above zero', token);
  return Number(token.value) * unit;
}

function parseEquals(cursor: Cursor): void {
  if (!cursor.skip('=')) cursor.unexpected('`=`');
}

function takeNumber(cursor: Cursor, expectation: string): Token {
  return cursor.peek().kind === 'number' ? cursor.take() : cursor.unexpected(expectation);
}

function checkKeys(cursor: Cursor, terms: readonly Term[]): void {
  const [first] = terms;
  const odd = terms.find(({ by }) => by.length !== first?.by.length);
  if (odd !== undefined)
    cursor.fail(
      `this term has ${odd.by.length} keys of its own, and the first has ${first?.by.length}: they must pair`,
      odd.by[0]?.span ?? odd.span,
    );
}
