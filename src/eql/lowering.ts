import { fieldType } from '../model/field.ts';
import type { Expression, Literal, Span } from './ast.ts';
import { coerce, describeType } from './coerce.ts';
import type { Condition } from './condition.ts';
import type { TypedField, ValueTest } from './field-test.ts';
import type { Scalar } from './scalar.ts';
import { describeScalar, type ScalarType } from './scalar-type.ts';
import type { Value } from './value.ts';
import { compilePlainTest } from './value-test.ts';

/** What lowering one node needs of its surroundings. */
export interface Lowering {
  /** Throws an EqlError at the node. */
  readonly fail: (reason: string, node: { readonly span: Span }) => never;
  /** Lowers a node that must be a condition. */
  readonly condition: (node: Expression) => Condition;
  /** Lowers a node to what it is worth within a leaf. */
  readonly scalar: (node: Expression) => Scalar;
}

/** What stands on one side of an operator; `scalar` is computed, and so is neither of the kinds before. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: Value | null }
  | { readonly kind: 'field'; readonly field: TypedField }
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  | { readonly kind: 'condition'; readonly condition: Condition };

const COMPUTED: readonly Expression['kind'][] = ['call', 'arithmetic', 'signed'];

export function lowerOperand(node: Expression, { condition, scalar: lower }: Lowering): Operand {
  if (node.kind === 'literal') return { kind: 'literal', value: node.value };
  if (node.kind === 'field') return { kind: 'field', field: { name: node.name, type: fieldType(node.name) } };
  if (!COMPUTED.includes(node.kind)) return { kind: 'condition', condition: condition(node) };
  const scalar = lower(node);
  return scalar.kind === 'literal' ? scalar : { kind: 'scalar', scalar };
}

/** A value as the field's type has it; fails at the node if the type has no such value. */
export function conform(value: Value, field: TypedField, node: Expression, { fail }: Lowering): Value {
  return (
    coerce(value, field.type) ??
    fail(
      `\`${field.name}\` holds ${describeType(field.type)}, so it cannot be compared with ${quote(value)}`,
      node,
    )
  );
}

export function leaf(field: TypedField, test: ValueTest): Condition {
  return { kind: 'leaf', field, test };
}

/** Whether a scalar passes a test, as cheap as what it is computed of allows. */
export function holds(scalar: Scalar, test: ValueTest): Condition {
  if (scalar.kind === 'field') return leaf(scalar.field, test);
  if (scalar.kind !== 'literal') return { kind: 'computed', scalar, test };
  return constant(scalar.value !== null && compilePlainTest(test)(scalar.value));
}

export function constant(value: boolean): Condition {
  return { kind: 'constant', value };
}

export function negate(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.item;
  return condition.kind === 'constant' ? constant(!condition.value) : { kind: 'not', item: condition };
}

/** The type of a literal as a scalar. */
export function literalType({ value, float }: Pick<Literal, 'value' | 'float'>): ScalarType {
  if (value === null) return 'any';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  return Number.isSafeInteger(value) && !float ? 'integer' : 'float';
}

/** What a node is worth, in words for an error: its text, its type. */
export function describeNode(node: Expression, type: ScalarType): string {
  if (node.kind === 'literal') return node.value === null ? 'null' : quote(node.value);
  if (node.kind === 'field') return `\`${node.name}\` (${describeScalar(type)})`;
  if (node.kind === 'call') return `the result of \`${node.name}\` (${describeScalar(type)})`;
  return describeScalar(type);
}

function quote(value: Value): string {
  return typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : String(value);
}
