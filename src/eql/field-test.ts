import type { FieldType } from '../model/field.ts';
import type { AddressBlock } from './address.ts';
import type { RegexNode } from './regex-node.ts';
import type { Value } from './value.ts';

export type Order = '<' | '<=' | '>' | '>=';

/** A test of one value. Values that `anyOf`, `order` hold are of the tested value's type already. */
export type ValueTest =
  | { readonly kind: 'exists' }
  | { readonly kind: 'anyOf'; readonly values: readonly Value[]; readonly ci: boolean }
  | { readonly kind: 'order'; readonly operator: Order; readonly value: Value }
  | { readonly kind: 'wildcard'; readonly patterns: readonly string[]; readonly ci: boolean }
  | { readonly kind: 'regex'; readonly regex: RegexNode }
  | { readonly kind: 'address'; readonly blocks: readonly AddressBlock[] };

/** A field and its catalogue type; undefined for a name outside the catalogue. */
export interface TypedField {
  readonly name: string;
  readonly type: FieldType | undefined;
}

/** For each kind of test something made of it. */
export type TestTable<Result> = {
  readonly [Kind in ValueTest['kind']]: (test: Extract<ValueTest, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the test's kind. */
export function visitTest<Result>(table: TestTable<Result>, test: ValueTest): Result {
  return (table[test.kind] as (test: ValueTest) => Result)(test);
}
