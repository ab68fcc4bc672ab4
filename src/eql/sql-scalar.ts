import type { FieldPath } from '../model/field.ts';
import type { SqlScalar } from './functions/function.ts';
import { type Scalar, type ScalarTable, visitScalar } from './scalar.ts';
import { isNumeric, type ScalarType } from './scalar-type.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { sqlLiteral, sqlTest } from './sql-test.ts';
import type { Value } from './value.ts';

/** Nested calls can repeat their arguments; beyond this length the text is not worth running. */
const MAX_LENGTH = 5000;
/** The most that a BIGINT can be away from zero. */
const MAX_LONG = 2 ** 63;
const NULL: SqlScalar = { sql: 'NULL', type: 'any', magnitude: 0, known: null };

/**
 * A scalar as SQL, or undefined where the engine is not sure to find the same; `mention` gives the expression for the next
 * mention of a field, in the order of the text.
 */
export function sqlScalar(
  scalar: Scalar,
  mention: (field: FieldPath) => string,
  dialect: SqlDialect,
): SqlScalar | undefined {
  const of = (sql: string, magnitude = Number.POSITIVE_INFINITY): SqlScalar | undefined =>
    sql.length > MAX_LENGTH ? undefined : { sql, type: scalar.type, magnitude };
  const all = (parts: readonly Scalar[]) => {
    const found = parts.map((part) => sqlScalar(part, mention, dialect));
    return found.includes(undefined) ? undefined : (found as readonly SqlScalar[]);
  };
  const logic = (parts: readonly Scalar[], operator: string) => {
    const items = all(parts);
    return items && of(`(${items.map(({ sql }) => dialect.cast(sql, 'boolean')).join(operator)})`);
  };
  const table: ScalarTable<SqlScalar | undefined> = {
    literal: ({ value, type }) => (value === null ? NULL : literal(value, type, dialect)),
    field: ({ field }) =>
      field.type === undefined
        ? NULL
        : of(mention(field.name as FieldPath), field.type === 'double' ? Number.POSITIVE_INFINITY : MAX_LONG),
    call: ({ definition, args, ci, type }) => {
      const found = all(args);
      if (found === undefined) return undefined;
      const parameter = (index: number) => definition.parameters[index] ?? definition.rest;
      if (found.some(({ known }, index) => known === null && !parameter(index)?.optional)) return NULL;
      const sql = definition.sql?.(found, { ci, type }, dialect);
      const magnitude = definition.magnitude?.(found, { ci, type }) ?? Number.POSITIVE_INFINITY;
      const unsure = definition.magnitude !== undefined && !Number.isFinite(magnitude);
      return sql === undefined || unsure ? undefined : of(sql, magnitude);
    },
    test: ({ item, test }) => {
      const value = sqlScalar(item, mention, dialect);
      if (value === undefined || value.known === null) return value;
      const [most, least] = [true, false].map((possible) => sqlTest(test, value.sql, dialect, possible));
      return most === undefined || most !== least ? undefined : of(`(${most})`);
    },
    comparison: ({ left, operator, right }) => {
      const sides = all([left, right]);
      if (sides === undefined) return undefined;
      if (sides.some(({ known }) => known === null)) return NULL;
      const [a, b] = sides.map(({ sql, type }) => (isNumeric(type) ? dialect.cast(sql, 'double') : sql));
      return of(`(${a} ${operator === '==' ? '=' : operator} ${b})`);
    },
    and: ({ items }) => logic(items, ' AND '),
    or: ({ items }) => logic(items, ' OR '),
    not: ({ items }) => {
      const [item] = all(items) ?? [];
      return item && of(`(NOT ${dialect.cast(item.sql, 'boolean')})`);
    },
  };
  return visitScalar(table, scalar);
}

function literal(value: Value, type: ScalarType, dialect: SqlDialect): SqlScalar {
  return { sql: sqlLiteral(value, dialect), type, magnitude: Math.abs(Number(value)) || 0, known: value };
}
