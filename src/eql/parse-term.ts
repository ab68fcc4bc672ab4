import type { ArithmeticOperator, Expression, Field, Literal } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './lexer.ts';
import { parseList } from './parse-list.ts';

type Rule = (cursor: Cursor) => Expression;

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** A value: arithmetic over literals, fields, calls and bracketed conditions (read by `parseCondition`). */
export function parseTerm(cursor: Cursor, parseCondition: Rule): Expression {
  const factor = () => parseSigned(cursor, parseCondition);
  return parseOperators(cursor, ['+', '-'], () => parseOperators(cursor, ['*', '/', '%'], factor));
}

/** One string, or several in brackets; other literals are left for the type check to name. */
export function parsePatterns(cursor: Cursor, operator: string): readonly Literal[] {
  if (!cursor.skip('(')) return Object.freeze([parseLiteral(cursor, operator)]);
  const patterns = parseList(cursor, () => parseLiteral(cursor, operator));
  cursor.expect(')', '`,` or `)`');
  return patterns;
}

function parseLiteral(cursor: Cursor, operator: string): Literal {
  const literal = parseSigned(cursor, () => cursor.unexpected('a string'));
  if (literal.kind === 'literal') return literal;
  cursor.fail(`only strings can stand after \`${operator}\``, literal.span);
}

function parseOperators(
  cursor: Cursor,
  operators: readonly ArithmeticOperator[],
  operand: () => Expression,
): Expression {
  const { start } = cursor.peek();
  let left = operand();
  for (let links = 1; ; links += 1) {
    const operator = operators.find((symbol) => cursor.at(symbol));
    if (operator === undefined) return left;
    cursor.limit(links);
    cursor.take();
    const right = operand();
    left = Object.freeze({ kind: 'arithmetic', operator, left, right, span: span(start, cursor.lastEnd) });
  }
}

function parseSigned(cursor: Cursor, parseCondition: Rule): Expression {
  const { start } = cursor.peek();
  const operator = (['+', '-'] as const).find((symbol) => cursor.at(symbol));
  if (operator === undefined) return parsePrimary(cursor, parseCondition);
  cursor.take();
  const item = cursor.nested(() => parseSigned(cursor, parseCondition));
  if (item.kind === 'literal' && typeof item.value === 'number')
    return literal(operator === '-' ? 0 - item.value : item.value, start, cursor.lastEnd, item.float);
  return Object.freeze({ kind: 'signed', operator, item, span: span(start, cursor.lastEnd) });
}

function parsePrimary(cursor: Cursor, parseCondition: Rule): Expression {
  const token = cursor.peek();
  if (token.kind === 'number' || token.kind === 'string') {
    cursor.take();
    return literal(token.value, token.start, token.end, isFloat(token) ? true : undefined);
  }
  if (token.kind === 'keyword' && Object.hasOwn(WORDS, token.text)) {
    cursor.take();
    return literal(WORDS[token.text] ?? null, token.start, token.end);
  }
  if (cursor.skip('(')) {
    const inner = parseCondition(cursor);
    cursor.expect(')');
    return inner;
  }
  if ((token.kind === 'name' || token.kind === 'tilde name') && cursor.at('(', 1))
    return parseCall(cursor, parseCondition);
  if (token.kind === 'name' || token.kind === 'quoted name' || cursor.at('?')) return parseField(cursor);
  return cursor.unexpected('a field, a value or `(`');
}

function parseCall(cursor: Cursor, parseCondition: Rule): Expression {
  const token = cursor.take();
  const ci = token.kind === 'tilde name';
  cursor.expect('(');
  const args = cursor.at(')') ? Object.freeze([]) : parseList(cursor, () => parseCondition(cursor));
  cursor.expect(')', '`,` or `)`');
  const name = ci ? token.text.slice(0, -1) : token.text;
  return Object.freeze({ kind: 'call', name, ci, args, span: span(token.start, cursor.lastEnd) });
}

/** `a.b`, or `?a.b` for one that may be missing. */
export function parseField(cursor: Cursor): Field {
  const { start } = cursor.peek();
  const optional = cursor.skip('?');
  const first = cursor.peek();
  const segments = [parseSegment(cursor)];
  while (cursor.skip('.')) segments.push(parseSegment(cursor));
  if (segments.length === 1) cursor.refuseUpperCase(first);
  if (cursor.at('[') && cursor.peek(1).kind === 'number')
    cursor.fail('a field takes no index; a condition holds if any of the values of the field satisfies it');
  return Object.freeze({
    kind: 'field',
    name: segments.join('.'),
    optional,
    span: span(start, cursor.lastEnd),
  });
}

function parseSegment(cursor: Cursor): string {
  const token = cursor.peek();
  if (token.kind === 'keyword' && /^\w+$/.test(token.text))
    cursor.fail(`\`${token.text}\` is a keyword; as a part of a field's name it needs backticks`);
  if (token.kind !== 'quoted name' && token.kind !== 'name') cursor.unexpected("a field's name");
  return String(cursor.take().value);
}

function isFloat({ kind, text, value }: Token): boolean {
  return kind === 'number' && Number.isSafeInteger(value) && /[.eE]/.test(text);
}

function literal(value: Literal['value'], start: number, end: number, float?: true): Literal {
  return Object.freeze({ kind: 'literal', value, ...(float && { float }), span: span(start, end) });
}

function span(start: number, end: number): { readonly start: number; readonly end: number } {
  return Object.freeze({ start, end });
}
