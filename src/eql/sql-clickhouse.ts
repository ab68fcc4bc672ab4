import { likePattern } from './pattern.ts';
import type { SqlCast, SqlDialect } from './sql-dialect.ts';

const TYPES: Record<SqlCast, string> = {
  double: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
};

/** A text literal of ClickHouse, in which a backslash escapes. */
export const clickhouseText = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`;

/**
 * ClickHouse. Columns are Nullable(String), Nullable(Int64), Nullable(Float64), Nullable(Bool) and, for lists,
 * Array(Nullable(String)), which is empty where a list is missing; dates are Nullable(Int64), microseconds since 1970.
 */
export const CLICKHOUSE: SqlDialect = {
  text: clickhouseText,
  number: (value) => (Number.isSafeInteger(value) ? String(value) : `toFloat64('${value}')`),
  // It compares an Int64 with a Float64 exactly, where JavaScript has rounded the integer.
  // Of a set -0 is not a member where 0 is; a sum of both is 0.
  compared: (sql, value) =>
    value === 0 ? `(${sql} + 0)` : Number.isSafeInteger(value) ? sql : `(toFloat64(${sql}) + 0)`,
  // Of ASCII alone, which `lowerUTF8` is not.
  fold: (sql) => `lower(${sql})`,
  like: (sql, pattern) => `${sql} LIKE ${clickhouseText(likePattern(pattern, '\\'))}`,
  fullMatch: (sql, regex) => `match(${sql}, ${clickhouseText(`\\A(?:${regex})\\z`)})`,
  contains: (text, part) => `(position(${text}, ${part}) > 0)`,
  startsWith: (text, part) => `startsWith(${text}, ${part})`,
  endsWith: (text, part) => `endsWith(${text}, ${part})`,
  length: (text) => `lengthUTF8(${text})`,
  position: (text, part) => `positionUTF8(${text}, ${part})`,
  substring: (text, place, length) =>
    `substringUTF8(${text}, ${place}${length === undefined ? '' : `, ${length}`})`,
  some: (list, name, test) => `arrayExists(${name} -> ${test}, ${list})`,
  valuesOrNull: (list) => {
    const values = `arrayFilter(v -> isNotNull(v), ${list})`;
    return `if(notEmpty(${values}), ${values}, [CAST(NULL AS Nullable(String))])`;
  },
  cast: (sql, type) => `CAST(${sql} AS ${TYPES[type]})`,
  // It divides, rounds and subtracts.
  remainder: () => undefined,
  // A comparison is a number there.
  word: (boolean) => `toString(CAST(${boolean} AS Nullable(Bool)))`,
  // Where a row is NULL, what stands below may be no number, and an exact cast would fail on it.
  digits: (sql) => `toString(accurateCastOrNull(toFloat64(${sql}), 'Int128'))`,
  epochMs: (sql) => `intDiv(${sql}, 1000)`,
};
