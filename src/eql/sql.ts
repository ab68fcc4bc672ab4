import type { FieldPath } from '../model/field.ts';
import { type Anchor, anchorOf } from './anchor.ts';
import type { EventQuery } from './ast.ts';
import { classOf } from './coerce.ts';
import { type Condition, type ConditionTable, visitCondition } from './condition.ts';
import type { TypedField } from './field-test.ts';
import { lowerQuery } from './lower.ts';
import { compileRest } from './residual.ts';
import { fieldsOf, type Scalar } from './scalar.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { DUCKDB, sqlText } from './sql-duckdb.ts';
import { sqlScalar } from './sql-scalar.ts';
import { sqlTest } from './sql-test.ts';
import type { FieldReader } from './value.ts';

/** SQL for a field of its catalogue type; with `folded`, in ASCII lower case (see sqlFold), asked of lone texts only. */
export type Column = (field: FieldPath, folded?: true) => string;

/**
 * A boolean expression, never NULL, that is true for every row that the predicate keeps; of a catalogue field `column`
 * gives an expression of its type, in DuckDB VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMP or VARCHAR[]. What SQL cannot
 * tell counts as true, below a `not` as false; fields outside the catalogue are missing.
 */
export function compilePrefilter(query: EventQuery, column: Column, dialect: SqlDialect = DUCKDB): string {
  return sqlCondition(lowerQuery(query), { column, dialect }, true);
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
    return {
      filter: sqlCondition(condition, { column, dialect: DUCKDB }, true),
      anchor: anchorOf(condition),
    };
  };
}

/** SQL, never NULL: does a text in ASCII lower case match one of an anchor's patterns? */
export function sqlMatches(text: string, patterns: readonly string[]): string {
  return `coalesce(regexp_matches(${text}, ${sqlText(patterns.join('|'))}, 's'), FALSE)`;
}

/** Whether the query's prefilter keeps only what the predicate keeps. */
export function isPrefilterExact(query: EventQuery, dialect: SqlDialect = DUCKDB): boolean {
  const condition = lowerQuery(query);
  const into: Target = { column: (field) => `"${field}"`, dialect };
  return sqlCondition(condition, into, true) === sqlCondition(condition, into, false);
}

/** What SQL is written for. */
interface Target {
  readonly column: Column;
  readonly dialect: SqlDialect;
}

function sqlCondition(condition: Condition, into: Target, possible: boolean): string {
  const { dialect } = into;
  const join = (items: readonly Condition[], operator: string) =>
    `(${items.map((item) => sqlCondition(item, into, possible)).join(operator)})`;
  const table: ConditionTable<string> = {
    constant: ({ value }) => sqlBoolean(value),
    and: ({ items }) => join(items, ' AND '),
    or: ({ items }) => join(items, ' OR '),
    not: ({ item }) => `(NOT ${sqlCondition(item, into, !possible)})`,
    leaf: ({ field, test }) =>
      some(field, into, (value, folded) => sqlTest(test, value, dialect, possible, folded)),
    pair: ({ left, operator, right }) => {
      const sign = operator === '==' ? '=' : operator;
      const isNumber = left.type === 'long' || left.type === 'double';
      const side = (value: string) => (isNumber ? dialect.cast(value, 'double') : value);
      return some(left, into, (a) => some(right, into, (b) => `${side(a)} ${sign} ${side(b)}`, 'w'));
    },
    computed: ({ scalar, test }) =>
      someChoice(scalar, into, (value) => sqlTest(test, value, dialect, possible)) ?? sqlBoolean(possible),
    lineage: () => sqlBoolean(possible),
    unknown: ({ scalar }) => someChoice(scalar, into, (value) => `${value} IS NULL`) ?? sqlBoolean(possible),
  };
  return visitCondition(table, condition);
}

/** Whether the scalar passes for some choice of the fields' values; undefined where SQL is not sure to find its value. */
function someChoice(scalar: Scalar, into: Target, test: (value: string) => string): string | undefined {
  const { column, dialect } = into;
  const lists: string[] = [];
  const types = new Map(fieldsOf(scalar).map((field) => [field.name, field]));
  const mention = (name: FieldPath): string => {
    const field = types.get(name);
    if (field?.type?.endsWith('[]') !== true)
      return field === undefined ? 'NULL' : sqlValue(field, column(name), dialect);
    lists.push(column(name));
    return `v${lists.length}`;
  };
  const value = sqlScalar(scalar, mention, dialect);
  if (value === undefined) return undefined;
  if (value.known === null) return sqlBoolean(test('NULL') === 'NULL IS NULL');
  const passes = `coalesce(${test(value.sql)}, FALSE)`;
  return lists.reduceRight(
    (inner, list, index) => dialect.some(dialect.valuesOrNull(list), `v${index + 1}`, inner),
    passes,
  );
}

/** Whether some value of the field passes; false where it is missing. `name` is that of the lambda's parameter. */
function some(
  field: TypedField,
  { column, dialect }: Target,
  test: (value: string, folded?: () => string) => string,
  name = 'v',
): string {
  if (field.type === undefined) return 'FALSE';
  const path = field.name as FieldPath;
  const source = column(path);
  if (!field.type.endsWith('[]'))
    return `coalesce(${test(sqlValue(field, source, dialect), () => column(path, true))}, FALSE)`;
  return dialect.some(source, name, `coalesce(${test(name)}, FALSE)`);
}

function sqlValue({ type }: TypedField, source: string, dialect: SqlDialect): string {
  return type !== undefined && classOf(type) === 'date' ? dialect.epochMs(source) : source;
}

function sqlBoolean(value: boolean): string {
  return value ? 'TRUE' : 'FALSE';
}
