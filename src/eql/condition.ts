import type { FieldType } from '../model/field.ts';
import type { RegexNode } from './regex-node.ts';
import type { Value } from './value.ts';

export type Order = '<' | '<=' | '>' | '>=';

/** A test of one value of a field. Values that `anyOf`, `order` hold are of the field's type already. */
export type ValueTest =
  | { readonly kind: 'exists' }
  | { readonly kind: 'anyOf'; readonly values: readonly Value[]; readonly ci: boolean }
  | { readonly kind: 'order'; readonly operator: Order; readonly value: Value }
  | { readonly kind: 'wildcard'; readonly patterns: readonly string[]; readonly ci: boolean }
  | { readonly kind: 'regex'; readonly regex: RegexNode };

/** A field and its catalogue type; undefined for a name outside the catalogue. */
export interface TypedField {
  readonly name: string;
  readonly type: FieldType | undefined;
}

/** A two-valued condition: a `leaf` holds if some value of its field passes the test, a `pair` if some pair of values does. */
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
    };

/** For each kind of condition something made of it. */
export type ConditionTable<Result> = {
  readonly [Kind in Condition['kind']]: (condition: Extract<Condition, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the condition's kind. */
export function visitCondition<Result>(table: ConditionTable<Result>, condition: Condition): Result {
  return (table[condition.kind] as (condition: Condition) => Result)(condition);
}

/** For each kind of test something made of it. */
export type TestTable<Result> = {
  readonly [Kind in ValueTest['kind']]: (test: Extract<ValueTest, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the test's kind. */
export function visitTest<Result>(table: TestTable<Result>, test: ValueTest): Result {
  return (table[test.kind] as (test: ValueTest) => Result)(test);
}
