import fc from 'fast-check';
import type { ArithmeticOperator, Expression } from '../../src/eql/ast.ts';
import { comparison, leaf, listOf, literal, nest, operator, pattern, span, text } from './arbitrary.ts';

export const category = fc.option(fc.oneof(text, fc.constantFrom('process', 'any', 'sequence', 'Where', '')));
const name = fc
  .array(fc.constantFrom('a', '.', '`', 'by', 'NOT', '-', 'é', '9', '_x', '@timestamp', ' ', '?'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

/** Anything the grammar has, whether or not it passes the check. */
export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => {
  const any = tie('any');
  const term = any;
  return {
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc
        .tuple(name, fc.boolean())
        .map(([path, optional]): Expression => ({ kind: 'field', name: path, optional, span })),
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
        .tuple(fc.constantFrom('child', 'descendant', 'event'), category, any)
        .map(
          ([relation, of, where]): Expression => ({ kind: 'lineage', relation, category: of, where, span }),
        ),
    ),
  };
}).any;
