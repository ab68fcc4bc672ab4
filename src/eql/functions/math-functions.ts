import type { ScalarType } from '../scalar-type.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import type { CallSite, ScalarFunction, SqlScalar } from './function.ts';

interface Operation {
  readonly name: string;
  readonly compute: (left: number, right: number, whole: boolean) => number;
  readonly sql: (left: string, right: string, whole: boolean, dialect: SqlDialect) => string | undefined;
  readonly magnitude: (left: number, right: number, whole: boolean) => number;
}

/** Whole numbers give whole numbers; a number that is not finite is null. */
function arithmetic({ name, compute, sql, magnitude }: Operation): ScalarFunction {
  return {
    kind: 'scalar',
    name,
    tilde: false,
    parameters: [{ type: 'number' }, { type: 'number' }],
    result: resultType,
    run: ([left, right], site) => {
      const [a, b] = [Number(left), Number(right)];
      const whole = site.type === 'integer' || (site.type === 'number' && isWhole(a) && isWhole(b));
      const result = compute(a, b, whole);
      return Number.isFinite(result) ? result : null;
    },
    sql: ([left, right], { type }, dialect) =>
      type === 'number'
        ? undefined
        : sql(double(left, dialect), double(right, dialect), type === 'integer', dialect),
    magnitude: ([left, right], site: CallSite) =>
      magnitude(left?.magnitude ?? 0, right?.magnitude ?? 0, site.type === 'integer'),
  };
}

export const add = arithmetic({
  name: 'add',
  compute: (left, right) => left + right,
  sql: (left, right) => `(${left} + ${right})`,
  magnitude: (left, right) => left + right,
});

export const subtract = arithmetic({
  name: 'subtract',
  compute: (left, right) => left - right,
  sql: (left, right) => `(${left} - ${right})`,
  magnitude: (left, right) => left + right,
});

export const multiply = arithmetic({
  name: 'multiply',
  compute: (left, right) => left * right,
  sql: (left, right) => `(${left} * ${right})`,
  magnitude: (left, right) => left * right,
});

/** Of whole numbers the quotient loses its fraction. */
export const divide = arithmetic({
  name: 'divide',
  compute: (left, right, whole) => (whole ? Math.trunc(left / right) : left / right),
  sql: (left, right, whole) => `${whole ? 'trunc' : ''}(${left} / nullif(${right}, 0))`,
  magnitude: (left, _, whole) => (whole ? left : Number.POSITIVE_INFINITY),
});

/** With the sign of the dividend. */
export const modulo = arithmetic({
  name: 'modulo',
  compute: (left, right) => left % right,
  sql: (left, right, _, dialect) => dialect.remainder(left, `nullif(${right}, 0)`),
  magnitude: (left) => left,
});

function resultType(types: readonly ScalarType[]): ScalarType {
  if (types.includes('float')) return 'float';
  return types.every((type) => type === 'integer') ? 'integer' : 'number';
}

function isWhole(value: number): boolean {
  return Number.isInteger(value);
}

function double(argument: SqlScalar | undefined, dialect: SqlDialect): string {
  return dialect.cast(String(argument?.sql), 'double');
}
