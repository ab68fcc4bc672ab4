import type { FieldName } from '../model/field.ts';
import type { EventQuery } from './ast.ts';
import { classOf } from './coerce.ts';
import { type Condition, type ConditionTable, type TypedField, visitCondition } from './condition.ts';
import { lowerQuery } from './lower.ts';
import { sqlTest } from './sql-test.ts';

type Column = (field: FieldName) => string;

/**
 * A boolean DuckDB expression, never NULL, that is true for every row that the predicate keeps; of a catalogue field
 * `column` gives an expression of its type: VARCHAR, BIGINT, BOOLEAN, TIMESTAMP or VARCHAR[]. Every construct of today
 * is exact; fields outside the catalogue are missing.
 */
export function compilePrefilter(query: EventQuery, column: Column): string {
  return sqlCondition(lowerQuery(query), column);
}

function sqlCondition(condition: Condition, column: Column): string {
  const join = (items: readonly Condition[], operator: string) =>
    `(${items.map((item) => sqlCondition(item, column)).join(operator)})`;
  const table: ConditionTable<string> = {
    constant: ({ value }) => sqlBoolean(value),
    and: ({ items }) => join(items, ' AND '),
    or: ({ items }) => join(items, ' OR '),
    not: ({ item }) => `(NOT ${sqlCondition(item, column)})`,
    leaf: ({ field, test }) => some(field, column, (value) => sqlTest(test, value)),
    pair: ({ left, operator, right }) => {
      const sign = operator === '==' ? '=' : operator;
      const isNumber = left.type === 'long';
      const side = (value: string) => (isNumber ? `CAST(${value} AS DOUBLE)` : value);
      return some(left, column, (a) => some(right, column, (b) => `${side(a)} ${sign} ${side(b)}`, 'w'));
    },
  };
  return visitCondition(table, condition);
}

/** Whether some value of the field passes; false where it is missing. `name` is that of the lambda's parameter. */
function some(field: TypedField, column: Column, test: (value: string) => string, name = 'v'): string {
  if (field.type === undefined) return 'FALSE';
  const source = column(field.name as FieldName);
  if (!field.type.endsWith('[]')) return `coalesce(${test(sqlValue(field, source))}, FALSE)`;
  const passing = `list_filter(${source}, lambda ${name}: coalesce(${test(name)}, FALSE))`;
  return `coalesce(len(${passing}) > 0, FALSE)`;
}

function sqlValue({ type }: TypedField, source: string): string {
  return type !== undefined && classOf(type) === 'date' ? `epoch_ms(${source})` : source;
}

function sqlBoolean(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}
