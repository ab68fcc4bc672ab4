import { addressRegex } from './address-regex.ts';
import { type TestTable, type ValueTest, visitTest } from './field-test.ts';
import { hasWildcard, likePattern } from './pattern.ts';
import { toRe2 } from './regex-re2.ts';
import { sqlFold, sqlNumber, sqlText } from './sql-text.ts';
import { foldAscii } from './text.ts';
import type { Value } from './value.ts';

/**
 * A test as SQL over an expression for one value: true where the value passes, else false or NULL. Where SQL cannot
 * tell it is true if `possible`, else false; such a test differs in the two. `folded` gives the value in ASCII lower case.
 */
export function sqlTest(
  test: ValueTest,
  value: string,
  possible = true,
  folded: () => string = () => sqlFold(value),
): string {
  const table: TestTable<string> = {
    exists: () => `${value} IS NOT NULL`,
    anyOf: ({ values, ci }) => (ci ? sqlAnyOf(folded(), values.map(fold)) : sqlAnyOf(value, values)),
    order: ({ operator, value: limit }) => `${value} ${operator} ${sqlLiteral(limit)}`,
    wildcard: ({ patterns, ci }) =>
      ci ? sqlWildcard(folded(), patterns.map(foldAscii)) : sqlWildcard(value, patterns),
    address: ({ blocks }) => {
      const regex = addressRegex(blocks);
      const sure = regex === undefined ? 'FALSE' : `regexp_full_match(${value}, ${sqlText(regex)})`;
      return possible ? `(${sure} OR contains(${value}, ':'))` : sure;
    },
    regex: ({ regex }) => `regexp_full_match(${value}, ${sqlText(toRe2(regex))})`,
  };
  return visitTest(table, test);
}

function sqlAnyOf(value: string, wanted: readonly Value[]): string {
  return wanted.length === 0 ? 'FALSE' : `${value} IN (${wanted.map(sqlLiteral).join(', ')})`;
}

function sqlWildcard(value: string, patterns: readonly string[]): string {
  const whole = patterns.filter((pattern) => !hasWildcard(pattern));
  const likes = patterns.filter(hasWildcard).map((pattern) => sqlLike(value, likePattern(pattern)));
  return [...(whole.length > 0 ? [sqlAnyOf(value, whole)] : []), ...likes].join(' OR ');
}

function sqlLike(value: string, pattern: string): string {
  return `${value} LIKE ${sqlText(pattern)}${pattern.includes('^') ? " ESCAPE '^'" : ''}`;
}

export function sqlLiteral(value: Value): string {
  if (typeof value === 'string') return sqlText(value);
  return typeof value === 'number' ? sqlNumber(value) : String(value).toUpperCase();
}

function fold(value: Value): Value {
  return typeof value === 'string' ? foldAscii(value) : value;
}
