import fc from 'fast-check';
import type { ComparisonOperator, Expression, Field, Literal } from '../../src/eql/ast.ts';
import type { FieldPath } from '../../src/model/field.ts';
import type { Row } from './engine.ts';

export const span = { start: 0, end: 0 };
const COMPARISONS: readonly ComparisonOperator[] = ['==', '!=', '<', '<=', '>', '>='];

/** Texts that are likely to meet: letters with odd foldings, wildcards and what LIKE, SQL and paths find special. */
const PIECES = [
  ...[
    'a',
    'A',
    'b',
    'k',
    'K',
    '\u212a',
    'i',
    'I',
    'İ',
    'ı',
    's',
    'S',
    'ſ',
    'ß',
    'ẞ',
    'é',
    'É',
    'Å',
    '\u212b',
  ],
  ...['*', '?', '%', '_', '^', '\\', "'", '"', '.', '[', '\n', '\0', '😀', '\uffff', 'e\u0301', ' '],
];
export const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join(''));
export const pattern = fc
  .array(fc.oneof(fc.constantFrom('*', '?'), fc.constantFrom(...PIECES)), { maxLength: 5 })
  .map((pieces) => pieces.join(''));
const integer = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(2 ** 53, 2 ** 53 - 1, -(2 ** 53)));
const number = fc.oneof(integer, fc.constantFrom(0.5, -1.5, 1e300, 1e-7));
const date = fc.integer({ min: -3, max: 3 }).map((day) => day * 86_400_000 + 1);

const KEYWORDS = [
  'process.name',
  'host.os.type',
  'process.parent.name',
  'process.args',
  'event.type',
] as const;
const LONGS = ['process.pid', 'process.parent.pid'] as const;
const BOOLEANS = ['process.code_signature.exists', 'process.code_signature.trusted'] as const;
const DATES = ['@timestamp', 'process.start'] as const;
export const USED: readonly FieldPath[] = [...KEYWORDS, 'event.category', ...LONGS, ...BOOLEANS, ...DATES];

const list = fc.array(fc.option(text, { freq: 5 }), { maxLength: 3 });
export const row = fc.record<Row>(
  {
    'process.name': fc.option(text),
    'host.os.type': fc.option(text),
    'process.parent.name': fc.option(text),
    'process.args': fc.option(list),
    'event.type': fc.option(list),
    'event.category': fc.option(fc.array(fc.constantFrom('process', 'file'), { maxLength: 2 })),
    'process.pid': fc.option(integer),
    'process.parent.pid': fc.option(integer),
    'process.code_signature.exists': fc.option(fc.boolean()),
    'process.code_signature.trusted': fc.option(fc.boolean()),
    '@timestamp': fc.option(date),
    'process.start': fc.option(date),
  },
  { noNullPrototype: true },
);

const field = (names: readonly string[]): fc.Arbitrary<Field> =>
  fc.record(
    {
      kind: fc.constant('field'),
      name: fc.constantFrom(...names),
      optional: fc.constant(false),
      span: fc.constant(span),
    },
    { noNullPrototype: true },
  );
export const literal = (value: Literal['value']): Literal => ({ kind: 'literal', value, span });
export const operator = fc.constantFrom(...COMPARISONS);
export const listOf = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });

export function comparison(
  left: fc.Arbitrary<Expression>,
  operators: fc.Arbitrary<ComparisonOperator>,
  right: fc.Arbitrary<Expression>,
) {
  return fc.tuple(left, operators, right, fc.boolean()).map(([a, sign, b, swap]): Expression => {
    return { kind: 'comparison', operator: sign, left: swap ? b : a, right: swap ? a : b, span };
  });
}

const textual = field([...KEYWORDS, 'no.such.field']);
const regexes = fc.constantFrom(
  '.*',
  'a|b.',
  '[^k]+',
  '[i-s]?',
  'k{1,2}.*',
  '\\W*',
  '[a-z\\s]+É?',
  '"*?".*',
  '^',
  '(.i)*',
);
const equality = fc.constantFrom<ComparisonOperator>('==', '!=');

/** Conditions that pass the check over the fields of `row`. */
export const leaf: fc.Arbitrary<Expression> = fc.oneof(
  comparison(textual, operator, text.map(literal)),
  comparison(field(LONGS), operator, number.map(literal)),
  comparison(
    field(DATES),
    operator,
    date.map((time) => literal(new Date(time).toISOString())),
  ),
  comparison(field(BOOLEANS), equality, fc.boolean().map(literal)),
  comparison(field(USED), operator, fc.constant(literal(null))),
  comparison(textual, operator, textual),
  comparison(field(LONGS), operator, field(LONGS)),
  comparison(field(DATES), operator, field(DATES)),
  field(BOOLEANS),
  fc.boolean().map(literal),
  fc
    .tuple(textual, fc.boolean(), listOf(fc.option(text, { freq: 5 })))
    .map(([term, ci, values]): Expression => ({ kind: 'lookup', ci, term, list: values.map(literal), span })),
  fc
    .tuple(field(LONGS), listOf(number))
    .map(
      ([term, values]): Expression => ({ kind: 'lookup', ci: false, term, list: values.map(literal), span }),
    ),
  fc.tuple(textual, listOf(pattern)).map(
    ([term, patterns]): Expression => ({
      kind: 'match',
      ci: true,
      term,
      patterns: patterns.map(literal),
      span,
    }),
  ),
  fc.tuple(textual, fc.boolean(), listOf(pattern)).map(
    ([term, ci, patterns]): Expression => ({
      kind: 'like',
      ci,
      term,
      patterns: patterns.map(literal),
      span,
    }),
  ),
  fc.tuple(textual, fc.boolean(), listOf(regexes)).map(
    ([term, ci, patterns]): Expression => ({
      kind: 'regex',
      ci,
      term,
      patterns: patterns.map(literal),
      span,
    }),
  ),
);

export function nest(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const items = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    items.map((list): Expression => ({ kind: 'and', items: list, span })),
    items.map((list): Expression => ({ kind: 'or', items: list, span })),
    inner.map((item): Expression => ({ kind: 'not', item, span })),
  );
}

/** Conditions of some depth, out of the given leaves. */
export const condition: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, nest(tie('any'))),
})).any;
