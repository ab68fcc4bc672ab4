import { nearestName } from '../nearest-name.ts';
import { concat, number, string } from './conversion-functions.ts';
import type { EqlFunction } from './function.ts';
import { add, divide, modulo, multiply, subtract } from './math-functions.ts';
import { cidrMatch, match, wildcard } from './test-functions.ts';
import {
  between,
  endsWith,
  indexOf,
  length,
  startsWith,
  stringContains,
  substring,
} from './text-functions.ts';

/** Every function of the language. */
export const FUNCTIONS: readonly EqlFunction[] = [
  ...[add, between, cidrMatch, concat, divide, endsWith, indexOf, length, match, modulo, multiply, number],
  ...[startsWith, string, stringContains, substring, subtract, wildcard],
];

const BY_NAME = new Map(FUNCTIONS.map((definition) => [definition.name.toLowerCase(), definition]));
const ELSEWHERE: Readonly<Record<string, string>> = {
  arraycontains: 'a condition on a field holds if any of its values satisfies it: write `field : "value"`',
  arraycount: 'no function counts the values of a field',
  arraysearch: 'a condition on a field holds if any of its values satisfies it: write `field : "value"`',
  safe: 'no condition fails at run time, so leave it out',
};

/** The function of that name in any letter case, or why there is none. */
export function findFunction(name: string): EqlFunction | string {
  const found = BY_NAME.get(name.toLowerCase());
  if (found !== undefined) return found;
  const hint = Object.hasOwn(ELSEWHERE, name.toLowerCase()) ? ELSEWHERE[name.toLowerCase()] : undefined;
  if (hint !== undefined) return `there is no function \`${name}\` here; ${hint}`;
  const near = nearestName(
    name,
    FUNCTIONS.map((definition) => definition.name),
  );
  return `there is no function \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`;
}
