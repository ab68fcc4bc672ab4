import {
  type Expression,
  type ExpressionTable,
  type Literal,
  type Pipe,
  type Query,
  type SequenceQuery,
  type Term,
  visit,
} from './ast.ts';
import { isKeyword } from './lexer.ts';

const NAMED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
const NOT_PLAIN = /["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** How tightly a printed node binds; an operand that binds less than its place asks for goes in brackets. */
const OR = 0;
const AND = 1;
const NOT = 2;
const LEAF = 3;
const SUM = 4;
const PRODUCT = 5;
const SIGN = 6;
const PRIMARY = 7;

const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];
const PRODUCTS: readonly string[] = ['*', '/', '%'];

const BINDING: ExpressionTable<number> = {
  literal: () => PRIMARY,
  field: () => PRIMARY,
  and: () => AND,
  or: () => OR,
  not: (node) => (node.item.kind === 'lookup' ? LEAF : NOT),
  comparison: () => LEAF,
  lookup: () => LEAF,
  match: () => LEAF,
  like: () => LEAF,
  regex: () => LEAF,
  call: () => PRIMARY,
  arithmetic: (node) => (PRODUCTS.includes(node.operator) ? PRODUCT : SUM),
  signed: () => SIGN,
  lineage: () => LEAF,
};

const PRINT: ExpressionTable<string> = {
  literal: printLiteral,
  field: (node) => `${node.optional ? '?' : ''}${printName(node.name)}`,
  and: (node) => node.items.map((item) => within(item, NOT)).join(' and '),
  or: (node) => node.items.map((item) => within(item, AND)).join(' or '),
  not: (node) =>
    node.item.kind === 'lookup' ? printLookup(node.item, 'not ') : `not ${within(node.item, NOT)}`,
  comparison: (node) => `${within(node.left, SUM)} ${node.operator} ${within(node.right, SUM)}`,
  lookup: (node) => printLookup(node, ''),
  match: (node) => printPatterns(node, ':'),
  like: (node) => printPatterns(node, node.ci ? 'like~' : 'like'),
  regex: (node) => printPatterns(node, node.ci ? 'regex~' : 'regex'),
  call: (node) => `${node.name}${node.ci ? '~' : ''}(${printList(node.args)})`,
  arithmetic: (node) => {
    const binding = visit(BINDING, node);
    return `${within(node.left, binding)} ${node.operator} ${within(node.right, binding + 1)}`;
  },
  signed: (node) => `${node.operator}${within(node.item, SIGN)}`,
  lineage: (node) => `${node.relation} of [${printFilter(node)}]`,
};

/** The query in canonical form: one line, no comments, the fewest brackets. Parses to the same tree but for the spans. */
export function printQuery(query: Query): string {
  return [printBody(query), ...query.pipes.map(printPipe)].join(' | ');
}

/** The query without its conditions: `sequence by host.id with maxspan=1m [process] [network]`. */
export function printShape(query: Query): string {
  return printBody(query, ({ category }) => (category === null ? 'any' : printCategory(category)));
}

/** An expression in canonical form, as `printQuery`. Characters that would disturb a terminal are escaped. */
export function printExpression(expression: Expression): string {
  return visit(PRINT, expression);
}

type Filter = Pick<Term, 'category' | 'where'>;

function printBody(query: Query, print: (filter: Filter) => string = printFilter): string {
  if (query.kind === 'event') return print(query);
  const head = `${query.kind}${printKeys(query.by)}`;
  const terms = query.terms.map((term) => printTerm(term, print));
  const until =
    query.kind === 'sequence' && query.until !== null ? `until ${printTerm(query.until, print)}` : '';
  return [head, ...(query.kind === 'sequence' ? [printSpan(query)] : []), ...terms, until]
    .filter((part) => part !== '')
    .join(' ');
}

function printSpan({ maxspan }: SequenceQuery): string {
  if (maxspan === null) return '';
  const [unit, size] = UNITS.find(([, size]) => maxspan % size === 0) ?? ['ms', 1];
  return `with maxspan=${maxspan / size}${unit}`;
}

function printTerm(term: Term, print: (filter: Filter) => string): string {
  const runs = term.runs === 1 ? '' : ` with runs=${term.runs}`;
  return `${term.missing ? '!' : ''}[${print(term)}]${printKeys(term.by)}${runs}`;
}

function printKeys(keys: readonly Expression[]): string {
  return keys.length === 0 ? '' : ` by ${printList(keys)}`;
}

function within(node: Expression, binding: number): string {
  const text = printExpression(node);
  return visit(BINDING, node) < binding ? `(${text})` : text;
}

function printFilter(filter: Filter): string {
  const category = filter.category === null ? 'any' : printCategory(filter.category);
  return `${category} where ${printExpression(filter.where)}`;
}

function printPipe(pipe: Pipe): string {
  return pipe.args.length === 0 ? pipe.name : `${pipe.name} ${printList(pipe.args)}`;
}

function printLookup(node: Extract<Expression, { kind: 'lookup' }>, not: string): string {
  return `${within(node.term, SUM)} ${not}${node.ci ? 'in~' : 'in'} (${printList(node.list)})`;
}

function printPatterns(node: Extract<Expression, { patterns: unknown }>, operator: string): string {
  const list = printList(node.patterns);
  return `${within(node.term, SUM)} ${operator} ${node.patterns.length === 1 ? list : `(${list})`}`;
}

function printList(items: readonly Expression[]): string {
  return items.map(printExpression).join(', ');
}

function printLiteral({ value, float }: Literal): string {
  if (float) return `${value}.0`;
  return typeof value === 'string' ? quote(value) : String(value);
}

function quote(text: string): string {
  const escaped = text.replace(
    NOT_PLAIN,
    (character) => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16).padStart(2, '0')}}`,
  );
  return `"${escaped}"`;
}

function printCategory(category: string): string {
  return isPlain(category) ? category : quote(category);
}

function printName(name: string): string {
  const segments = name.split('.');
  if (segments.includes('')) return inBackticks(name);
  return segments.map((segment) => (isPlain(segment) ? segment : inBackticks(segment))).join('.');
}

function inBackticks(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function isPlain(name: string): boolean {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(name) && !isKeyword(name.toLowerCase());
}
