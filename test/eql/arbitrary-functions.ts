import fc from 'fast-check';
import type { ArithmeticOperator, Expression } from '../../src/eql/ast.ts';
import { comparison, leaf, listOf, literal, nest, operator, pattern, span, text } from './arbitrary.ts';

const field = (...names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.constantFrom(...names).map((name) => ({ kind: 'field', name, optional: false, span }));

function call(name: string, ci: fc.Arbitrary<boolean>, ...args: readonly fc.Arbitrary<Expression>[]) {
  return fc
    .tuple(ci, fc.tuple(...args))
    .map(([tilde, given]): Expression => ({ kind: 'call', name, ci: tilde, args: given, span }));
}

const plain = fc.constant(false);
const either = fc.boolean();
const small = fc.integer({ min: -3, max: 4 }).map(literal);
const texts = text.map(literal);
const blocks = fc
  .constantFrom('10.0.0.0/8', '10.1.2.3', '::1', '::/0', '0.0.0.0/0', '10.128.0.0/9')
  .map(literal);

const scalars = fc.letrec<{ text: Expression; number: Expression; boolean: Expression }>((tie) => {
  const [textual, numeric] = [tie('text'), tie('number')];
  const sign = fc.constantFrom<ArithmeticOperator>('+', '-', '*', '/', '%');
  return {
    text: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      field('process.name', 'process.args', 'event.type', 'no.such.field'),
      texts,
      call('substring', plain, textual, small),
      call('substring', plain, textual, small, small),
      call('between', either, textual, texts, texts),
      call('concat', plain, textual, fc.oneof(numeric, textual, tie('boolean'))),
      call('string', plain, fc.oneof(numeric, textual, tie('boolean'), field('process.start'))),
    ),
    number: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      field('process.pid', 'process.parent.pid'),
      small,
      fc.constantFrom(0.5, 2 ** 53, 1e300).map(literal),
      call('length', plain, textual),
      call('indexOf', either, textual, texts),
      call('indexOf', either, textual, texts, small),
      call('number', plain, textual),
      fc
        .tuple(sign, numeric, numeric)
        .map(
          ([made, left, right]): Expression => ({ kind: 'arithmetic', operator: made, left, right, span }),
        ),
      numeric
        .filter((item) => item.kind !== 'literal')
        .map((item): Expression => ({ kind: 'signed', operator: '-', item, span })),
    ),
    boolean: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      fc
        .constantFrom('startsWith', 'endsWith', 'stringContains')
        .chain((name) => call(name, either, textual, textual)),
      call('cidrMatch', plain, textual, blocks),
      call('wildcard', either, textual, pattern.map(literal)),
      fc
        .tuple(operator, numeric, numeric)
        .map(
          ([made, left, right]): Expression => ({ kind: 'comparison', operator: made, left, right, span }),
        ),
    ),
  };
});

/** Conditions over computed values; some do not pass the check. */
export const computedCondition: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    scalars.boolean,
    comparison(scalars.text, operator, texts),
    comparison(scalars.number, operator, small),
    comparison(scalars.number, operator, scalars.number),
    comparison(scalars.text, operator, scalars.text),
    comparison(
      fc.oneof(scalars.text, scalars.number, scalars.boolean),
      fc.constantFrom('==', '!='),
      fc.constant(literal(null)),
    ),
    fc
      .tuple(scalars.text, either, listOf(texts))
      .map(([term, ci, list]): Expression => ({ kind: 'lookup', ci, term, list, span })),
    leaf,
    nest(tie('any')),
  ),
})).any;
