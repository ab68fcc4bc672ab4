import { type Condition, type ConditionTable, visitCondition } from './condition.ts';
import { compileScalar } from './enumerate.ts';
import type { ValueTest } from './field-test.ts';
import type { LineageOracle } from './lineage.ts';
import type { Layout, Row } from './row.ts';
import type { Scalar } from './scalar.ts';
import type { Value } from './value.ts';
import { compilePlainTest, compileTest, inOrder } from './value-test.ts';

export type RowTest = (row: Row) => boolean;

type Pair = Extract<Condition, { kind: 'pair' }>;

/** Compiles a condition to whether it is true; `lineage` is asked for every lineage condition in it. */
export function compileTruth(condition: Condition, layout: Layout, lineage?: LineageOracle): RowTest {
  const compile = (item: Condition) => compileTruth(item, layout, lineage);
  const compute = (scalar: Scalar, passes: (value: Value | null) => boolean): RowTest => {
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
      const test = compile(item);
      return (row) => !test(row);
    },
    leaf: ({ field, test }) => compileLeaf(field.name, test, layout),
    pair: (pair) => compilePair(pair, layout),
    computed: ({ scalar, test }) => {
      const passes = compilePlainTest(test);
      return compute(scalar, (value) => value !== null && passes(value));
    },
    lineage: ({ leaf }) => {
      if (lineage === undefined) throw new Error('a query with a lineage condition needs an oracle');
      return (row) => lineage(leaf, row.read);
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
