import type { ComparisonOperator, Expression, LineageRelation, Lookup, Span } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseList } from './parse-list.ts';
import { parsePatterns, parseTerm } from './parse-term.ts';

const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='] satisfies ComparisonOperator[];
const LINEAGE: readonly LineageRelation[] = ['child', 'descendant', 'event'];

/** `(any | category) where condition`, up to where the condition ends. */
export function parseEventFilter(cursor: Cursor): { category: string | null; where: Expression } {
  const category = parseCategory(cursor);
  cursor.expect('where');
  return { category, where: parseCondition(cursor) };
}

function parseCategory(cursor: Cursor): string | null {
  if (cursor.skip('any')) return null;
  const token = cursor.peek();
  if (token.kind !== 'name' && token.kind !== 'string') cursor.unexpected('an event category or `any`');
  cursor.refuseUpperCase(token);
  return String(cursor.take().value);
}

/** The whole of a condition: everything from `or` down. */
export function parseCondition(cursor: Cursor): Expression {
  return cursor.nested(() =>
    parseChain(cursor, 'or', () => parseChain(cursor, 'and', () => parseNot(cursor))),
  );
}

function parseChain(cursor: Cursor, kind: 'and' | 'or', parseItem: () => Expression): Expression {
  const { start } = cursor.peek();
  const first = parseItem();
  if (!cursor.at(kind)) return first;
  const items = [first];
  while (cursor.skip(kind)) items.push(parseItem());
  return Object.freeze({ kind, items: Object.freeze(items), span: spanFrom(cursor, start) });
}

function parseNot(cursor: Cursor): Expression {
  const { start } = cursor.peek();
  if (!cursor.skip('not')) return parseLeaf(cursor);
  const item = cursor.nested(() => parseNot(cursor));
  return Object.freeze({ kind: 'not', item, span: spanFrom(cursor, start) });
}

function parseLeaf(cursor: Cursor): Expression {
  const { start } = cursor.peek();
  if (cursor.at('of', 1) && cursor.peek().kind === 'name') return parseLineage(cursor);
  const term = parseTerm(cursor, parseCondition);
  const leaf = parsePredicate(cursor, term, start);
  if (leaf !== term && isOperator(cursor)) cursor.fail('comparisons do not chain; join them with `and`');
  return leaf;
}

function parsePredicate(cursor: Cursor, term: Expression, start: number): Expression {
  const operator = cursor.peek();
  if (COMPARISONS.some((text) => cursor.at(text))) {
    cursor.take();
    const right = parseTerm(cursor, parseCondition);
    const comparison = operator.value as ComparisonOperator;
    return Object.freeze({
      kind: 'comparison',
      operator: comparison,
      left: term,
      right,
      span: spanFrom(cursor, start),
    });
  }
  if (cursor.at('in') || cursor.at('in~')) return parseLookup(cursor, term, start);
  if (cursor.at('not') && (cursor.at('in', 1) || cursor.at('in~', 1))) {
    cursor.take();
    const item = parseLookup(cursor, term, start);
    return Object.freeze({ kind: 'not', item, span: item.span });
  }
  if (cursor.at('not') && isOperator(cursor, 1)) cursor.fail('write `not` before the field');
  if (!isPattern(cursor)) return term;
  cursor.take();
  const patterns = parsePatterns(cursor, operator.text);
  const span = spanFrom(cursor, start);
  const ci = operator.text.endsWith('~');
  if (operator.text === ':') return Object.freeze({ kind: 'match', ci: true, term, patterns, span });
  return Object.freeze({
    kind: operator.text.startsWith('like') ? 'like' : 'regex',
    ci,
    term,
    patterns,
    span,
  });
}

function parseLookup(cursor: Cursor, term: Expression, start: number): Lookup {
  const ci = cursor.take().value === 'in~';
  cursor.expect('(');
  const list = parseList(cursor, () => parseCondition(cursor));
  cursor.expect(')', '`,` or `)`');
  return Object.freeze({ kind: 'lookup', ci, term, list, span: spanFrom(cursor, start) });
}

function parseLineage(cursor: Cursor): Expression {
  const relation = cursor.take();
  const known = LINEAGE.find((name) => name === relation.text);
  if (known === undefined) cursor.fail('only `child of`, `descendant of` and `event of` exist', relation);
  cursor.expect('of');
  cursor.expect('[');
  const filter = cursor.nested(() => parseEventFilter(cursor));
  cursor.expect(']');
  return Object.freeze({
    kind: 'lineage',
    relation: known,
    ...filter,
    span: spanFrom(cursor, relation.start),
  });
}

function isPattern(cursor: Cursor, ahead = 0): boolean {
  return [':', 'like', 'like~', 'regex', 'regex~'].some((text) => cursor.at(text, ahead));
}

function isOperator(cursor: Cursor, ahead = 0): boolean {
  return isPattern(cursor, ahead) || [...COMPARISONS, 'in', 'in~'].some((text) => cursor.at(text, ahead));
}

function spanFrom(cursor: Cursor, start: number): Span {
  return Object.freeze({ start, end: cursor.lastEnd });
}
