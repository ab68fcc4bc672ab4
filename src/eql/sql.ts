import type { FieldPath } from '../model/field.ts';
import { type Anchor, anchorOf } from './anchor.ts';
import type { EventQuery } from './ast.ts';
import { classOf } from './coerce.ts';
import { type Condition, type ConditionTable, visitCondition } from './condition.ts';
import type { TypedField } from './field-test.ts';
import { lowerQuery } from './lower.ts';
import { compileRest } from './residual.ts';
import { fieldsOf, type Scalar } from './scalar.ts';
import { sqlScalar } from './sql-scalar.ts';
import { sqlTest } from './sql-test.ts';
import { sqlText } from './sql-text.ts';
import type { FieldReader } from './value.ts';

/** SQL for a field of its catalogue type; with `folded`, in ASCII lower case (see sqlFold), asked of lone texts only. */
export type Column = (field: FieldPath, folded?: true) => string;

/**
 * A boolean DuckDB expression, never NULL, that is true for every row that the predicate keeps; of a catalogue field
 * `column` gives an expression of its type: VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMP or VARCHAR[]. What SQL cannot
 * tell counts as true, below a `not` as false; fields outside the catalogue are missing.
 */
export function compilePrefilter(query: EventQuery, column: Column): string {
  return sqlCondition(lowerQuery(query), column, true);
}

/** What is left of a prefilter, and what must be so of one field for it to be true. */
export interface RestFilter {
  readonly filter: string;
  readonly anchor: Anchor | undefined;
}

/**
 * The prefilter for rows of which some fields are `known`: what these decide is not asked again. `FALSE` where no such row
 * passes whatever else it holds, `TRUE` where each does as far as SQL can tell.
 */
export function compileRestFilter(
  query: EventQuery,
  known: ReadonlySet<string>,
): (read: FieldReader, column: Column) => RestFilter {
  const rest = compileRest(lowerQuery(query), known);
  return (read, column) => {
    const condition = rest(read);
    return { filter: sqlCondition(condition, column, true), anchor: anchorOf(condition) };
  };
}

/** SQL, never NULL: does a text in ASCII lower case match one of an anchor's patterns? */
export function sqlMatches(text: string, patterns: readonly string[]): string {
  return `coalesce(regexp_matches(${text}, ${sqlText(patterns.join('|'))}, 's'), FALSE)`;
}

/** Whether the query's prefilter keeps only what the predicate keeps. */
export function isPrefilterExact(query: EventQuery): boolean {
  const condition = lowerQuery(query);
  const name: Column = (field) => `"${field}"`;
  return sqlCondition(condition, name, true) === sqlCondition(condition, name, false);
}

function sqlCondition(condition: Condition, column: Column, possible: boolean): string {
  const join = (items: readonly Condition[], operator: string) =>
    `(${items.map((item) => sqlCondition(item, column, possible)).join(operator)})`;
  const table: ConditionTable<string> = {
    constant: ({ value }) => sqlBoolean(value),
    and: ({ items }) => join(items, ' AND '),
    or: ({ items }) => join(items, ' OR '),
    not: ({ item }) => `(NOT ${sqlCondition(item, column, !possible)})`,
    leaf: ({ field, test }) => some(field, column, (value, folded) => sqlTest(test, value, possible, folded)),
    pair: ({ left, operator, right }) => {
      const sign = operator === '==' ? '=' : operator;
      const isNumber = left.type === 'long' || left.type === 'double';
      const side = (value: string) => (isNumber ? `CAST(${value} AS DOUBLE)` : value);
      return some(left, column, (a) => some(right, column, (b) => `${side(a)} ${sign} ${side(b)}`, 'w'));
    },
    computed: ({ scalar, test }) =>
      someChoice(scalar, column, (value) => sqlTest(test, value, possible)) ?? sqlBoolean(possible),
    lineage: () => sqlBoolean(possible),
    unknown: ({ scalar }) =>
      someChoice(scalar, column, (value) => `${value} IS NULL`) ?? sqlBoolean(possible),
  };
  return visitCondition(table, condition);
}

/** Whether the scalar passes for some choice of the fields' values; undefined where SQL is not sure to find its value. */
function someChoice(scalar: Scalar, column: Column, test: (value: string) => string): string | undefined {
  const lists: string[] = [];
  const types = new Map(fieldsOf(scalar).map((field) => [field.name, field]));
  const value = sqlScalar(scalar, (name) => {
    const field = types.get(name);
    if (field?.type?.endsWith('[]') !== true)
      return field === undefined ? 'NULL' : sqlValue(field, column(name));
    lists.push(column(name));
    return `v${lists.length}`;
  });
  if (value === undefined) return undefined;
  if (value.known === null) return sqlBoolean(test('NULL') === 'NULL IS NULL');
  const passes = `coalesce(${test(value.sql)}, FALSE)`;
  return lists.reduceRight(
    (inner, list, index) => `len(list_filter(${orNull(list)}, lambda v${index + 1}: ${inner})) > 0`,
    passes,
  );
}

/** The values of a list, or one NULL where there is none. */
function orNull(list: string): string {
  const values = `list_filter(${list}, lambda v: v IS NOT NULL)`;
  return `(CASE WHEN len(${values}) > 0 THEN ${values} ELSE [NULL::VARCHAR] END)`;
}

/** Whether some value of the field passes; false where it is missing. `name` is that of the lambda's parameter. */
function some(
  field: TypedField,
  column: Column,
  test: (value: string, folded?: () => string) => string,
  name = 'v',
): string {
  if (field.type === undefined) return 'FALSE';
  const path = field.name as FieldPath;
  const source = column(path);
  if (!field.type.endsWith('[]'))
    return `coalesce(${test(sqlValue(field, source), () => column(path, true))}, FALSE)`;
  const passing = `list_filter(${source}, lambda ${name}: coalesce(${test(name)}, FALSE))`;
  return `coalesce(len(${passing}) > 0, FALSE)`;
}

function sqlValue({ type }: TypedField, source: string): string {
  return type !== undefined && classOf(type) === 'date' ? `epoch_ms(${source})` : source;
}

function sqlBoolean(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}
