import { type Condition, type ConditionTable, type ValueTest, visitCondition } from './condition.ts';
import type { Layout, Row } from './row.ts';
import type { Value } from './value.ts';
import { compileTest, inOrder } from './value-test.ts';

export type RowTest = (row: Row) => boolean;

type Pair = Extract<Condition, { kind: 'pair' }>;

/**
 * Compiles a condition to whether it can be true (`possible`) or is sure to be true (not `possible`), where nothing is
 * known of the fields outside `known`. Without `known` all are, and the two are the same.
 */
export function compileTruth(
  condition: Condition,
  layout: Layout,
  possible = true,
  known?: ReadonlySet<string>,
): RowTest {
  const guess: RowTest = () => possible;
  const isKnown = (field: { readonly name: string }) => known === undefined || known.has(field.name);
  const compile = (item: Condition) => compileTruth(item, layout, possible, known);
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
      const test = compileTruth(item, layout, !possible, known);
      return (row) => !test(row);
    },
    leaf: ({ field, test }) => (isKnown(field) ? compileLeaf(field.name, test, layout) : guess),
    pair: (pair) => (isKnown(pair.left) && isKnown(pair.right) ? compilePair(pair, layout) : guess),
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
