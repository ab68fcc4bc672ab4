import type { Lineage } from './ast.ts';
import type { Order, TypedField, ValueTest } from './field-test.ts';
import type { Scalar } from './scalar.ts';

/**
 * A two-valued condition: a `leaf` holds if some value of its field passes the test, a `pair` if some pair of values
 * does; `computed` and `unknown` if some choice of one value for each field of the scalar makes it pass, or null;
 * a `lineage` holds if the process tree says so.
 */
export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and'; readonly items: readonly Condition[] }
  | { readonly kind: 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'leaf'; readonly field: TypedField; readonly test: ValueTest }
  | {
      readonly kind: 'pair';
      readonly left: TypedField;
      readonly operator: '==' | Order;
      readonly right: TypedField;
    }
  | { readonly kind: 'computed'; readonly scalar: Scalar; readonly test: ValueTest }
  | { readonly kind: 'unknown'; readonly scalar: Scalar }
  | { readonly kind: 'lineage'; readonly leaf: Lineage };

/** For each kind of condition something made of it. */
export type ConditionTable<Result> = {
  readonly [Kind in Condition['kind']]: (condition: Extract<Condition, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the condition's kind. */
export function visitCondition<Result>(table: ConditionTable<Result>, condition: Condition): Result {
  return (table[condition.kind] as (condition: Condition) => Result)(condition);
}
