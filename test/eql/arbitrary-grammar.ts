import fc from 'fast-check';
import type {
  ArithmeticOperator,
  Expression,
  Field,
  LineageRelation,
  Pipe,
  Query,
  Term,
} from '../../src/eql/ast.ts';
import { comparison, leaf, listOf, literal, nest, operator, pattern, span, text } from './arbitrary.ts';

const category = fc.option(fc.oneof(text, fc.constantFrom('process', 'any', 'sequence', 'Where', '')));
const name = fc
  .array(fc.constantFrom('a', '.', '`', 'by', 'NOT', '-', 'é', '9', '_x', '@timestamp', ' ', '?'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

/** Anything the grammar has, whether or not it passes the check. */
const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => {
  const any = tie('any');
  const term = any;
  return {
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc
        .tuple(name, fc.boolean())
        .map(([path, optional]): Expression => ({ kind: 'field', name: path, optional, span })),
      fc.integer().map((value): Expression => ({ kind: 'literal', value, float: true, span })),
      nest(any),
      comparison(term, operator, term),
      fc
        .tuple(term, fc.boolean(), listOf(any))
        .map(([of, ci, items]): Expression => ({ kind: 'lookup', ci, term: of, list: items, span })),
      fc.tuple(term, listOf(pattern)).map(
        ([of, patterns]): Expression => ({
          kind: 'match',
          ci: true,
          term: of,
          patterns: patterns.map(literal),
          span,
        }),
      ),
      fc
        .tuple(fc.constantFrom('length', 'cidrMatch'), fc.boolean(), fc.array(any, { maxLength: 2 }))
        .map(([called, ci, args]): Expression => ({ kind: 'call', name: called, ci, args, span })),
      fc
        .tuple(fc.constantFrom<ArithmeticOperator>('+', '-', '*', '/', '%'), term, term)
        .map(
          ([sign, left, right]): Expression => ({ kind: 'arithmetic', operator: sign, left, right, span }),
        ),
      fc
        .tuple(
          fc.constantFrom('+' as const, '-' as const),
          term.filter((item) => item.kind !== 'literal'),
        )
        .map(([sign, item]): Expression => ({ kind: 'signed', operator: sign, item, span })),
      fc
        .tuple(fc.constantFrom<LineageRelation>('child', 'descendant', 'event'), category, any)
        .map(
          ([relation, of, where]): Expression => ({ kind: 'lineage', relation, category: of, where, span }),
        ),
    ),
  };
}).any;

const fields = fc.array(
  fc
    .tuple(name, fc.boolean())
    .map(([path, optional]): Field => ({ kind: 'field', name: path, optional, span })),
  { maxLength: 2 },
);
const pipes = fc.array(
  fc.array(anyExpression, { maxLength: 2 }).map((args): Pipe => ({ kind: 'pipe', name: 'head', args, span })),
  { maxLength: 2 },
);
const base = { text: '', span };

/** Terms whose own keys pair, one of them not missing. */
function terms(by: readonly Field[], only?: Partial<Term>): fc.Arbitrary<readonly Term[]> {
  const term = fc
    .record({
      category,
      where: anyExpression,
      runs: fc.integer({ min: 1, max: 80 }),
      missing: fc.boolean(),
    })
    .map((made): Term => ({ kind: 'term', ...made, by, span, ...(made.missing && { runs: 1 }), ...only }));
  return fc
    .tuple(term, fc.array(term, { minLength: 1, maxLength: 2 }))
    .map(([first, rest]) => [{ ...first, missing: false }, ...rest]);
}

const sequence: fc.Arbitrary<Query> = fields.chain((own) =>
  fc
    .tuple(
      fields,
      fc.integer({ min: 1, max: 1e8 }),
      fc.boolean(),
      terms(own),
      fc.option(terms(own, { missing: false, runs: 1 }).map(([term]) => term as Term)),
      pipes,
    )
    .map(([by, span_, open, list, until, tail]): Query => {
      const maxspan = open && !list.some(({ missing }) => missing) ? null : span_;
      return { kind: 'sequence', by, maxspan, terms: list, until, pipes: tail, ...base };
    }),
);
const sample: fc.Arbitrary<Query> = fc
  .tuple(fields, terms([], { missing: false, runs: 1 }), pipes)
  .filter(([by]) => by.length > 0)
  .map(([by, list, tail]): Query => ({ kind: 'sample', by, terms: list, pipes: tail, ...base }));
const event: fc.Arbitrary<Query> = fc
  .tuple(category, anyExpression, pipes)
  .map(([of, where, tail]): Query => ({ kind: 'event', category: of, where, pipes: tail, ...base }));

/** Any query that the grammar has. */
export const anyQuery: fc.Arbitrary<Query> = fc.oneof(event, sequence, sample);
