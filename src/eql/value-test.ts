import { compileBlocks } from './address.ts';
import { type Order, type TestTable, type ValueTest, visitTest } from './field-test.ts';
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
    const wanted = ci
      ? values.map((value) => (typeof value === 'string' ? foldAscii(value) : value))
      : values;
    return { ci, passes: oneOf(wanted) };
  },
  order: ({ operator, value: limit }) => ({ ci: false, passes: (value) => inOrder(value, operator, limit) }),
  wildcard: ({ patterns, ci }) => {
    const folded = ci ? patterns.map(foldAscii) : patterns;
    const isWhole = oneOf(folded.filter((pattern) => !hasWildcard(pattern)));
    const matchers = folded.filter(hasWildcard).map(compileWildcard);
    if (matchers.length === 0) return { ci, passes: isWhole };
    const matches = (text: string) => isWhole(text) || matchers.some((matcher) => matcher(text));
    return { ci, passes: (value) => typeof value === 'string' && matches(value) };
  },
  address: ({ blocks }) => {
    const contains = compileBlocks(blocks);
    return { ci: false, passes: (value) => typeof value === 'string' && contains(value) };
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

/** Compiles a test for values as they are, in no letter case that it may want. */
export function compilePlainTest(test: ValueTest): (value: Value) => boolean {
  const { ci, passes } = compileTest(test);
  return ci ? (value) => passes(typeof value === 'string' ? foldAscii(value) : value) : passes;
}

function oneOf(wanted: readonly Value[]): (value: Value) => boolean {
  const [only] = wanted;
  if (wanted.length === 1) return (value) => value === only;
  const set = new Set(wanted);
  return (value) => set.has(value);
}

/** Whether `left operator right`: text by code points, false before true; false for values of different types. */
export function inOrder(left: Value, operator: Order, right: Value): boolean {
  if (typeof left === 'string')
    return typeof right === 'string' && ORDERS[operator](compareCodePoints(left, right));
  return typeof left === typeof right && ORDERS[operator](Number(left) - Number(right));
}
