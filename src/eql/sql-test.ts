import { addressRegex } from './address-regex.ts';
import { type TestTable, type ValueTest, visitTest } from './field-test.ts';
import { hasWildcard } from './pattern.ts';
import { toRe2 } from './regex-re2.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { foldAscii } from './text.ts';
import type { Value } from './value.ts';

/**
 * A test as SQL over an expression for one value: true where the value passes, else false or NULL. Where SQL cannot
 * tell it is true if `possible`, else false; such a test differs in the two. `folded` gives the value in ASCII lower case.
 */
export function sqlTest(
  test: ValueTest,
  value: string,
  dialect: SqlDialect,
  possible = true,
  folded: () => string = () => dialect.fold(value),
): string {
  const table: TestTable<string> = {
    exists: () => `${value} IS NOT NULL`,
    anyOf: ({ values, ci }) =>
      ci ? sqlAnyOf(folded(), values.map(fold), dialect) : sqlAnyOf(value, values, dialect),
    order: ({ operator, value: limit }) =>
      `${compared(value, [limit], dialect)} ${operator} ${sqlLiteral(limit, dialect)}`,
    wildcard: ({ patterns, ci }) =>
      ci ? sqlWildcard(folded(), patterns.map(foldAscii), dialect) : sqlWildcard(value, patterns, dialect),
    address: ({ blocks }) => {
      const regex = addressRegex(blocks);
      const sure = regex === undefined ? 'FALSE' : dialect.fullMatch(value, regex);
      return possible ? `(${sure} OR ${dialect.contains(value, dialect.text(':'))})` : sure;
    },
    regex: ({ regex }) => dialect.fullMatch(value, toRe2(regex)),
  };
  return visitTest(table, test);
}

function sqlAnyOf(value: string, wanted: readonly Value[], dialect: SqlDialect): string {
  if (wanted.length === 0) return 'FALSE';
  const literals = wanted.map((each) => sqlLiteral(each, dialect));
  return `${compared(value, wanted, dialect)} IN (${literals.join(', ')})`;
}

/** A value as it is compared with several at once: as with that of them which says most of how. */
function compared(value: string, wanted: readonly Value[], dialect: SqlDialect): string {
  const numbers = wanted.filter((each) => typeof each === 'number');
  const telling = numbers.find((each) => !Number.isSafeInteger(each)) ?? numbers.find((each) => each === 0);
  return telling === undefined ? value : dialect.compared(value, telling);
}

function sqlWildcard(value: string, patterns: readonly string[], dialect: SqlDialect): string {
  const whole = patterns.filter((pattern) => !hasWildcard(pattern));
  const likes = patterns.filter(hasWildcard).map((pattern) => dialect.like(value, pattern));
  return [...(whole.length > 0 ? [sqlAnyOf(value, whole, dialect)] : []), ...likes].join(' OR ');
}

export function sqlLiteral(value: Value, dialect: SqlDialect): string {
  if (typeof value === 'string') return dialect.text(value);
  return typeof value === 'number' ? dialect.number(value) : String(value).toUpperCase();
}

function fold(value: Value): Value {
  return typeof value === 'string' ? foldAscii(value) : value;
}
