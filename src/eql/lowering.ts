import { fieldType } from '../model/field.ts';
import type { Expression, Span } from './ast.ts';
import { coerce, describeType } from './coerce.ts';
import type { Condition, TypedField, ValueTest } from './condition.ts';
import type { Value } from './value.ts';

/** What lowering one node needs of its surroundings. */
export interface Lowering {
  /** Throws an EqlError at the node. */
  readonly fail: (reason: string, node: { readonly span: Span }) => never;
  /** Lowers a node that must be a condition. */
  readonly condition: (node: Expression) => Condition;
}

/** What stands on one side of an operator. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: Value | null }
  | { readonly kind: 'field'; readonly field: TypedField }
  | { readonly kind: 'condition'; readonly condition: Condition };

export function lowerOperand(node: Expression, { condition }: Lowering): Operand {
  if (node.kind === 'literal') return { kind: 'literal', value: node.value };
  if (node.kind === 'field') return { kind: 'field', field: { name: node.name, type: fieldType(node.name) } };
  return { kind: 'condition', condition: condition(node) };
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

export function constant(value: boolean): Condition {
  return { kind: 'constant', value };
}

export function negate(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.item;
  return condition.kind === 'constant' ? constant(!condition.value) : { kind: 'not', item: condition };
}

function quote(value: Value): string {
  return typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : String(value);
}
