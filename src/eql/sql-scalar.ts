import type { FieldPath } from '../model/field.ts';
import type { SqlScalar } from './functions/function.ts';
import { type Scalar, type ScalarTable, visitScalar } from './scalar.ts';
import { isNumeric, type ScalarType } from './scalar-type.ts';
import { sqlLiteral, sqlTest } from './sql-test.ts';
import type { Value } from './value.ts';

/** Nested calls can repeat their arguments; beyond this length the text is not worth running. */
const MAX_LENGTH = 5000;
/** The most that a BIGINT can be away from zero. */
const MAX_LONG = 2 ** 63;
const NULL: SqlScalar = { sql: 'NULL', type: 'any', magnitude: 0, known: null };

/**
 * A scalar as SQL, or undefined where DuckDB is not sure to find the same; `mention` gives the expression for the next
 * mention of a field, in the order of the text.
 */
export function sqlScalar(scalar: Scalar, mention: (field: FieldPath) => string): SqlScalar | undefined {
  const of = (sql: string, magnitude = Number.POSITIVE_INFINITY): SqlScalar | undefined =>
    sql.length > MAX_LENGTH ? undefined : { sql, type: scalar.type, magnitude };
  const all = (parts: readonly Scalar[]) => {
    const found = parts.map((part) => sqlScalar(part, mention));
    return found.includes(undefined) ? undefined : (found as readonly SqlScalar[]);
  };
  const logic = (parts: readonly Scalar[], operator: string) => {
    const items = all(parts);
    return items && of(`(${items.map(({ sql }) => `CAST(${sql} AS BOOLEAN)`).join(operator)})`);
  };
  const table: ScalarTable<SqlScalar | undefined> = {
    literal: ({ value, type }) => (value === null ? NULL : literal(value, type)),
    field: ({ field }) =>
      field.type === undefined
        ? NULL
        : of(mention(field.name as FieldPath), field.type === 'double' ? Number.POSITIVE_INFINITY : MAX_LONG),
    call: ({ definition, args, ci, type }) => {
      const found = all(args);
      if (found === undefined) return undefined;
      const parameter = (index: number) => definition.parameters[index] ?? definition.rest;
      if (found.some(({ known }, index) => known === null && !parameter(index)?.optional)) return NULL;
      const sql = definition.sql?.(found, { ci, type });
      const magnitude = definition.magnitude?.(found, { ci, type }) ?? Number.POSITIVE_INFINITY;
      const unsure = definition.magnitude !== undefined && !Number.isFinite(magnitude);
      return sql === undefined || unsure ? undefined : of(sql, magnitude);
    },
    test: ({ item, test }) => {
      const value = sqlScalar(item, mention);
      if (value === undefined || value.known === null) return value;
      const [most, least] = [true, false].map((possible) => sqlTest(test, value.sql, possible));
      return most === undefined || most !== least ? undefined : of(`(${most})`);
    },
    comparison: ({ left, operator, right }) => {
      const sides = all([left, right]);
      if (sides === undefined) return undefined;
      if (sides.some(({ known }) => known === null)) return NULL;
      const [a, b] = sides.map(({ sql, type }) => (isNumeric(type) ? `CAST(${sql} AS DOUBLE)` : sql));
      return of(`(${a} ${operator === '==' ? '=' : operator} ${b})`);
    },
    and: ({ items }) => logic(items, ' AND '),
    or: ({ items }) => logic(items, ' OR '),
    not: ({ items }) => {
      const [item] = all(items) ?? [];
      return item && of(`(NOT CAST(${item.sql} AS BOOLEAN))`);
    },
  };
  return visitScalar(table, scalar);
}

function literal(value: Value, type: ScalarType): SqlScalar {
  return { sql: sqlLiteral(value), type, magnitude: Math.abs(Number(value)) || 0, known: value };
}
