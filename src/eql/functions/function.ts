import type { ValueTest } from '../field-test.ts';
import type { ScalarType } from '../scalar-type.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import type { Value } from '../value.ts';

/** A parameter; an `optional` one may be left out or null, any other null makes the result null. */
export interface Parameter {
  readonly type: 'text' | 'number' | 'integer' | 'boolean' | 'any';
  readonly optional?: true;
}

/** How a function is called at one place: with `~` or not, and the type that the result has there. */
export interface CallSite {
  readonly ci: boolean;
  readonly type: ScalarType;
}

/**
 * An argument in SQL. `magnitude` is the most that a number can be away from zero; `known` is there for a literal.
 */
export interface SqlScalar {
  readonly sql: string;
  readonly type: ScalarType;
  readonly magnitude: number;
  readonly known?: Value | null;
}

interface Signature {
  /** As it is documented; a query may write it in any letter case. */
  readonly name: string;
  /** Whether `name~(…)` exists. */
  readonly tilde: boolean;
  readonly parameters: readonly Parameter[];
  /** What may follow the parameters, once at least. */
  readonly rest?: Parameter;
}

/** A function of values; its arguments are of the parameters' types, and null only for optional ones. */
export interface ScalarFunction extends Signature {
  readonly kind: 'scalar';
  readonly result: (types: readonly ScalarType[]) => ScalarType;
  readonly run: (args: readonly (Value | null)[], site: CallSite) => Value | null;
  /** The same in SQL, or undefined where that is not sure to be the same; without it nowhere is. */
  readonly sql?: (args: readonly SqlScalar[], site: CallSite, dialect: SqlDialect) => string | undefined;
  /** Of a number the most that the result can be away from zero; Infinity if it is left out. */
  readonly magnitude?: (args: readonly SqlScalar[], site: CallSite) => number;
}

/** A function that tests its first argument against the literal texts that follow. */
export interface TestFunction extends Signature {
  readonly kind: 'test';
  /** Throws PatternFault. */
  readonly test: (texts: readonly string[], ci: boolean) => ValueTest;
}

export type EqlFunction = ScalarFunction | TestFunction;
