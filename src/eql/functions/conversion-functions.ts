import type { SqlDialect } from '../sql-dialect.ts';
import type { Value } from '../value.ts';
import type { ScalarFunction, SqlScalar } from './function.ts';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Below the greatest HUGEINT. */
const HUGE = 1e37;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/;

/** Texts one after another; numbers, dates and booleans as `string` gives them. */
export const concat: ScalarFunction = {
  kind: 'scalar',
  name: 'concat',
  tilde: false,
  parameters: [],
  rest: { type: 'any' },
  result: () => 'text',
  run: (args) => args.map(textOf).join(''),
  sql: (args, _, dialect) => {
    const texts = args.map((arg) => sqlTextOf(arg, dialect));
    return texts.includes(undefined) ? undefined : `(${texts.join(' || ')})`;
  },
};

/** `true`, `1`, `1.5`, and a date in ISO 8601. */
export const string: ScalarFunction = {
  kind: 'scalar',
  name: 'string',
  tilde: false,
  parameters: [{ type: 'any' }],
  result: () => 'text',
  run: ([value]) => textOf(value ?? null),
  sql: ([value], _, dialect) => (value === undefined ? undefined : sqlTextOf(value, dialect)),
};

/** The number that a text is in the base, or null; `0x` stands before digits of base 16, which it implies. */
export const number: ScalarFunction = {
  kind: 'scalar',
  name: 'number',
  tilde: false,
  parameters: [{ type: 'text' }, { type: 'integer', optional: true }],
  result: () => 'number',
  run: ([text, base]) => parseNumber(String(text).trim().toLowerCase(), base ?? null),
};

/** A date in ISO 8601; it goes around the dates in what makes text of values. */
export const dateText: ScalarFunction = {
  kind: 'scalar',
  name: 'string',
  tilde: false,
  parameters: [{ type: 'any' }],
  result: () => 'text',
  run: ([value]) => {
    const date = new Date(Number(value));
    return Number.isNaN(date.getTime()) ? null : date.toISOString();
  },
};

function textOf(value: Value | null): string {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** A float is not sure to be written the same. */
function sqlTextOf({ sql, type, known, magnitude }: SqlScalar, dialect: SqlDialect): string | undefined {
  if (type === 'text') return sql;
  if (known !== undefined) return dialect.text(textOf(known));
  if (type === 'boolean') return dialect.word(sql);
  if (type !== 'integer' || magnitude > HUGE) return undefined;
  return dialect.digits(sql);
}

function parseNumber(text: string, base: Value | null): number | null {
  if ((base === null || base === 16) && text.startsWith('0x')) return parseDigits(text.slice(2), 16);
  if (base !== null && base !== 10) return parseDigits(text, Number(base));
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function parseDigits(text: string, base: number): number | null {
  const [, sign = '', digits = ''] = /^([+-]?)([0-9a-z]+)$/.exec(text) ?? [];
  const allowed = DIGITS.slice(0, Math.min(Math.max(base, 0), 36));
  if (digits === '' || base < 2 || ![...digits].every((digit) => allowed.includes(digit))) return null;
  const value = [...digits].reduce((sum, digit) => sum * base + DIGITS.indexOf(digit), 0);
  return Number.isFinite(value) ? (sign === '-' ? -value : value) : null;
}
