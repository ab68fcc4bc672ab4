import { type Condition, type ConditionTable, visitCondition } from './condition.ts';
import { compileScalar } from './enumerate.ts';
import type { ValueTest } from './field-test.ts';
import type { LineageOracle } from './lineage.ts';
import type { Layout, Row } from './row.ts';
import { fieldsOf, type Scalar } from './scalar.ts';
import type { Value } from './value.ts';
import { compilePlainTest, compileTest, inOrder } from './value-test.ts';

export type RowTest = (row: Row) => boolean;

type Pair = Extract<Condition, { kind: 'pair' }>;

/** What stands outside the condition: which fields are known, all if left out, and the process tree. */
interface Outside {
  readonly known?: ReadonlySet<string> | undefined;
  readonly lineage?: LineageOracle | undefined;
}

/**
 * Compiles a condition to whether it can be true (`possible`) or is sure to be true (not `possible`), where nothing is
 * known of the fields outside `known`. Without `known` all are, and the two are the same.
 */
export function compileTruth(
  condition: Condition,
  layout: Layout,
  possible = true,
  { known, lineage }: Outside = {},
): RowTest {
  const guess: RowTest = () => possible;
  const isKnown = (field: { readonly name: string }) => known === undefined || known.has(field.name);
  const compile = (item: Condition) => compileTruth(item, layout, possible, { known, lineage });
  const compute = (scalar: Scalar, passes: (value: Value | null) => boolean): RowTest => {
    if (!fieldsOf(scalar).every(isKnown)) return guess;
    const values = compileScalar(scalar, layout);
    return (row) => values(row, passes);
  };
  const table: ConditionTable<RowTest> = {
    constant:
      ({ value }) =>
      () =>
        value,
    and: ({ items }) => {
      const tests = items.map(compile);
      return (row) => {
        for (const test of tests) if (!test(row)) return false;
        return true;
      };
    },
    or: ({ items }) => {
      const tests = items.map(compile);
      return (row) => {
        for (const test of tests) if (test(row)) return true;
        return false;
      };
    },
    not: ({ item }) => {
      const test = compileTruth(item, layout, !possible, { known, lineage });
      return (row) => !test(row);
    },
    leaf: ({ field, test }) => (isKnown(field) ? compileLeaf(field.name, test, layout) : guess),
    pair: (pair) => (isKnown(pair.left) && isKnown(pair.right) ? compilePair(pair, layout) : guess),
    computed: ({ scalar, test }) => {
      const passes = compilePlainTest(test);
      return compute(scalar, (value) => value !== null && passes(value));
    },
    lineage: ({ leaf }) => {
      if (lineage !== undefined) return (row) => lineage(leaf, row.read);
      if (known === undefined) throw new Error('a query with a lineage condition needs an oracle');
      return guess;
    },
    unknown: ({ scalar }) => compute(scalar, (value) => value === null),
  };
  return visitCondition(table, condition);
}

function compileLeaf(field: string, test: ValueTest, layout: Layout): RowTest {
  const { ci, passes } = compileTest(test);
  const column = layout.column(field, ci);
  return (row) => {
    const values = column(row);
    for (let index = 0; index < values.length; index += 1) if (passes(values[index] as Value)) return true;
    return false;
  };
}

function compilePair({ left, operator, right }: Pair, layout: Layout): RowTest {
  const holds =
    operator === '==' ? (a: Value, b: Value) => a === b : (a: Value, b: Value) => inOrder(a, operator, b);
  const lefts = layout.column(left.name);
  const rights = layout.column(right.name);
  return (row) => lefts(row).some((a) => rights(row).some((b) => holds(a, b)));
}
