import { type Order, type TestTable, type ValueTest, visitTest } from './condition.ts';
import { compileWildcard, hasWildcard } from './pattern.ts';
import { compileRegex } from './regex-automaton.ts';
import { compareCodePoints, foldAscii } from './text.ts';
import type { Value } from './value.ts';

/** A compiled test; `ci` says that it wants text in ASCII lower case. */
export interface CompiledTest {
  readonly ci: boolean;
  readonly passes: (value: Value) => boolean;
}

const ORDERS: Readonly<Record<Order, (difference: number) => boolean>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

const COMPILE: TestTable<CompiledTest> = {
  exists: () => ({ ci: false, passes: () => true }),
  anyOf: ({ values, ci }) => {
    const set = new Set(
      ci ? values.map((value) => (typeof value === 'string' ? foldAscii(value) : value)) : values,
    );
    return { ci, passes: (value) => set.has(value) };
  },
  order: ({ operator, value: limit }) => ({ ci: false, passes: (value) => inOrder(value, operator, limit) }),
  wildcard: ({ patterns, ci }) => {
    const folded = ci ? patterns.map(foldAscii) : patterns;
    const whole = new Set<Value>(folded.filter((pattern) => !hasWildcard(pattern)));
    const matchers = folded.filter(hasWildcard).map(compileWildcard);
    const matches = (text: string) => whole.has(text) || matchers.some((matcher) => matcher(text));
    return { ci, passes: (value) => typeof value === 'string' && matches(value) };
  },
  regex: ({ regex }) => {
    const matches = compileRegex(regex);
    return { ci: false, passes: (value) => typeof value === 'string' && matches(value) };
  },
};

/** Compiles a test once for many values. */
export function compileTest(test: ValueTest): CompiledTest {
  return visitTest(COMPILE, test);
}

/** Whether `left operator right`: text by code points, false before true; false for values of different types. */
export function inOrder(left: Value, operator: Order, right: Value): boolean {
  if (typeof left === 'string')
    return typeof right === 'string' && ORDERS[operator](compareCodePoints(left, right));
  return typeof left === typeof right && ORDERS[operator](Number(left) - Number(right));
}
