import type { Order, TypedField, ValueTest } from './field-test.ts';
import type { ScalarFunction } from './functions/function.ts';
import type { ScalarType } from './scalar-type.ts';
import type { Value } from './value.ts';

/** A literal, or what is computed of literals alone. */
interface ScalarLiteral {
  readonly kind: 'literal';
  readonly type: ScalarType;
  readonly value: Value | null;
}

interface ScalarField {
  readonly kind: 'field';
  readonly type: ScalarType;
  readonly field: TypedField;
}

export interface ScalarCall {
  readonly kind: 'call';
  readonly type: ScalarType;
  readonly definition: ScalarFunction;
  readonly ci: boolean;
  readonly args: readonly Scalar[];
}

/** Whether the item passes the test; null where the item is. */
interface ScalarTest {
  readonly kind: 'test';
  readonly type: 'boolean';
  readonly item: Scalar;
  readonly test: ValueTest;
}

/** Whether `left operator right`; null where a side is. */
interface ScalarComparison {
  readonly kind: 'comparison';
  readonly type: 'boolean';
  readonly operator: '==' | Order;
  readonly left: Scalar;
  readonly right: Scalar;
}

/** Three-valued logic: null where the items that are not null leave the answer open. */
interface ScalarLogic<Kind extends string> {
  readonly kind: Kind;
  readonly type: 'boolean';
  readonly items: readonly Scalar[];
}

/** A three-valued value within one leaf of a condition. Each mention of a field takes one of its values, or null. */
export type Scalar =
  | ScalarLiteral
  | ScalarField
  | ScalarCall
  | ScalarTest
  | ScalarComparison
  | ScalarLogic<'and'>
  | ScalarLogic<'or'>
  | ScalarLogic<'not'>;

/** For each kind of scalar something made of it. */
export type ScalarTable<Result> = {
  readonly [Kind in Scalar['kind']]: (scalar: Extract<Scalar, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the scalar's kind. */
export function visitScalar<Result>(table: ScalarTable<Result>, scalar: Scalar): Result {
  return (table[scalar.kind] as (scalar: Scalar) => Result)(scalar);
}

const PARTS: ScalarTable<readonly Scalar[]> = {
  literal: () => [],
  field: () => [],
  call: ({ args }) => args,
  test: ({ item }) => [item],
  comparison: ({ left, right }) => [left, right],
  and: ({ items }) => items,
  or: ({ items }) => items,
  not: ({ items }) => items,
};

/** The scalars that a scalar is computed of directly. */
function partsOf(scalar: Scalar): readonly Scalar[] {
  return visitScalar(PARTS, scalar);
}

/** Every mention of a field, in the order of the text. */
export function fieldsOf(scalar: Scalar): readonly TypedField[] {
  return scalar.kind === 'field' ? [scalar.field] : partsOf(scalar).flatMap(fieldsOf);
}
