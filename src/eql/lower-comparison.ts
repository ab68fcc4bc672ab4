import type { Comparison, ComparisonOperator, Expression } from './ast.ts';
import { classOf, describeType } from './coerce.ts';
import type { Condition } from './condition.ts';
import type { Order, TypedField, ValueTest } from './field-test.ts';
import { lowerCompared } from './lower-scalar.ts';
import {
  conform,
  constant,
  holds,
  type Lowering,
  leaf,
  lowerOperand,
  negate,
  type Operand,
} from './lowering.ts';
import type { Value } from './value.ts';
import { inOrder } from './value-test.ts';

const IS_TRUE: ValueTest = { kind: 'anyOf', values: [true], ci: false };
const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** One comparison with what the errors need; a literal stands on the right unless there are two. */
interface Sides {
  readonly left: Operand;
  readonly operator: '==' | Order;
  readonly right: Operand;
  readonly node: Comparison;
  readonly leftNode: Expression;
  readonly rightNode: Expression;
}

/** `a op b`: `!=` is the negation of `==`, `null` asks for existence, and a literal may stand on either side. */
export function lowerComparison(node: Comparison, lowering: Lowering): Condition {
  const left = lowerOperand(node.left, lowering);
  const right = lowerOperand(node.right, lowering);
  const swap = left.kind === 'literal' && (right.kind !== 'literal' || left.value === null);
  const operator = swap ? FLIPPED[node.operator] : node.operator;
  const sides = swap
    ? { left: right, right: left, leftNode: node.right, rightNode: node.left }
    : { left, right, leftNode: node.left, rightNode: node.right };
  if (operator !== '!=') return lowerSides({ ...sides, operator, node }, lowering);
  return negate(lowerSides({ ...sides, operator: '==', node }, lowering));
}

function lowerSides(sides: Sides, lowering: Lowering): Condition {
  const { left, right, operator, node } = sides;
  if (right.kind === 'literal') {
    if (right.value === null) return operator === '==' ? lowerIsNull(sides, lowering) : constant(false);
    if (left.kind === 'field') return lowerField(left.field, right.value, sides, lowering);
    if (left.kind === 'literal') return lowerConstant(left.value as Value, right.value, sides, lowering);
    if (operator === '==' && typeof right.value === 'boolean' && isCondition(left)) {
      const condition = lowering.condition(sides.leftNode);
      return right.value ? condition : negate(condition);
    }
  }
  if (left.kind === 'field' && right.kind === 'field')
    return lowerPair(left.field, right.field, sides, lowering);
  if (left.kind !== 'condition' && right.kind !== 'condition')
    return lowerComputed({ ...node, operator, left: sides.leftNode, right: sides.rightNode }, lowering);
  return lowering.fail('a condition compares only by == and != and only with true, false or null', node);
}

function isCondition(operand: Operand): boolean {
  return operand.kind === 'condition' || (operand.kind === 'scalar' && operand.scalar.type === 'boolean');
}

function lowerIsNull({ left, leftNode }: Sides, lowering: Lowering): Condition {
  if (left.kind === 'field') return negate(leaf(left.field, { kind: 'exists' }));
  if (left.kind === 'literal') return constant(left.value === null);
  return { kind: 'unknown', scalar: lowering.scalar(leftNode) };
}

function lowerComputed(node: Comparison, lowering: Lowering): Condition {
  const compared = lowerCompared(node, lowering);
  if (compared.kind !== 'comparison') return lowering.fail('this does not compare', node);
  const { left, operator, right } = compared;
  if (right.kind !== 'literal' || right.value === null) return holds(compared, IS_TRUE);
  if (operator === '==') return holds(left, { kind: 'anyOf', values: [right.value], ci: false });
  return holds(left, { kind: 'order', operator, value: right.value });
}

function lowerField(
  field: TypedField,
  literal: Value,
  { operator, rightNode }: Sides,
  lowering: Lowering,
): Condition {
  const value = conform(literal, field, rightNode, lowering);
  if (operator === '==') return leaf(field, { kind: 'anyOf', values: [value], ci: false });
  if (typeof value === 'boolean') lowering.fail('true and false have no order', rightNode);
  if (typeof value !== typeof literal && typeof value === 'string')
    lowering.fail(`\`${field.name}\` holds ${describeType(field.type)}; write "${value}"`, rightNode);
  return leaf(field, { kind: 'order', operator, value });
}

function lowerConstant(left: Value, right: Value, { operator, node }: Sides, lowering: Lowering): Condition {
  if (typeof left !== typeof right)
    lowering.fail(`a ${typeof left} and a ${typeof right} do not compare`, node);
  if (operator === '==') return constant(left === right);
  if (typeof left === 'boolean') lowering.fail('true and false have no order', node);
  return constant(inOrder(left, operator, right));
}

function lowerPair(
  left: TypedField,
  right: TypedField,
  { operator, node }: Sides,
  lowering: Lowering,
): Condition {
  const classes = [left, right].map(({ type }) => type && classOf(type));
  if (classes[0] && classes[1] && classes[0] !== classes[1])
    lowering.fail(`${describeType(left.type)} and ${describeType(right.type)} do not compare`, node);
  if (operator !== '==' && classes.includes('boolean')) lowering.fail('true and false have no order', node);
  return { kind: 'pair', left, operator, right };
}
