import { fieldType } from '../model/field.ts';
import {
  type Comparison,
  type Expression,
  type ExpressionTable,
  type Like,
  type Lookup,
  type Match,
  type Regex,
  visit,
} from './ast.ts';
import { lowerArithmetic, lowerCall, lowerSigned } from './lower-call.ts';
import { lowerLookupTest, lowerPatternTest } from './lower-lists.ts';
import { describeNode, type Lowering, literalType } from './lowering.ts';
import type { Scalar } from './scalar.ts';
import { describeScalar, isComparable, scalarType } from './scalar-type.ts';

/** An expression as a value within one leaf: three-valued where it is a condition. */
export function lowerScalar(node: Expression, lowering: Lowering): Scalar {
  const logic = (kind: 'and' | 'or' | 'not', items: readonly Expression[]): Scalar => ({
    kind,
    type: 'boolean',
    items: items.map((item) => requireBoolean(item, lowering)),
  });
  const table: ExpressionTable<Scalar> = {
    literal: (literal) => ({ kind: 'literal', type: literalType(literal), value: literal.value }),
    field: ({ name }) => {
      const type = fieldType(name);
      return { kind: 'field', type: scalarType(type), field: { name, type } };
    },
    and: ({ items }) => logic('and', items),
    or: ({ items }) => logic('or', items),
    not: ({ item }) => logic('not', [item]),
    comparison: (comparison) => lowerCompared(comparison, lowering),
    lookup: (lookup) => lowerTested(lookup, lowering),
    match: (match) => lowerTested(match, lowering),
    like: (like) => lowerTested(like, lowering),
    regex: (regex) => lowerTested(regex, lowering),
    call: (call) => lowerCall(call, lowering),
    arithmetic: (arithmetic) => lowerArithmetic(arithmetic, lowering),
    signed: (signed) => lowerSigned(signed, lowering),
    lineage: (lineage) =>
      lowering.fail(`\`${lineage.relation} of\` is a condition and gives no value to compute with`, lineage),
  };
  return visit(table, node);
}

/** Whether `left operator right` of two values that are computed; fails where their types do not compare. */
export function lowerCompared(node: Comparison, lowering: Lowering): Scalar {
  const [left, right] = [node.left, node.right].map(lowering.scalar) as [Scalar, Scalar];
  if (!isComparable(left.type, right.type))
    lowering.fail(
      `${describeNode(node.left, left.type)} and ${describeNode(node.right, right.type)} do not compare`,
      node.right,
    );
  const operator = node.operator === '!=' ? '==' : node.operator;
  if (operator !== '==' && [left.type, right.type].includes('boolean'))
    lowering.fail('true and false have no order', node);
  const compared: Scalar = { kind: 'comparison', type: 'boolean', operator, left, right };
  return node.operator === '!=' ? { kind: 'not', type: 'boolean', items: [compared] } : compared;
}

function lowerTested(node: Lookup | Match | Like | Regex, lowering: Lowering): Scalar {
  const item = lowering.scalar(node.term);
  const test = node.kind === 'lookup' ? lowerLookupTest(node, lowering) : lowerPatternTest(node, lowering);
  return { kind: 'test', type: 'boolean', item, test };
}

function requireBoolean(node: Expression, lowering: Lowering): Scalar {
  const scalar = lowering.scalar(node);
  if (scalar.type !== 'boolean' && scalar.type !== 'any')
    lowering.fail(`a condition is expected here, not ${describeScalar(scalar.type)}`, node);
  return scalar;
}
