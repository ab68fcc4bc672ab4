import type { FieldType } from '../model/field.ts';
import { classOf } from './coerce.ts';

/** What a scalar is known to be; `number` is whole or not as its value is, `any` is known only from its value. */
export type ScalarType = 'text' | 'integer' | 'float' | 'number' | 'boolean' | 'date' | 'any';

const WORDS: Readonly<Record<ScalarType, string>> = {
  text: 'text',
  integer: 'a number',
  float: 'a number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  any: 'anything',
};
const NUMBERS: readonly ScalarType[] = ['integer', 'float', 'number'];

/** The type of a field's values as scalars. */
export function scalarType(type: FieldType | undefined): ScalarType {
  if (type === undefined) return 'any';
  if (type === 'double') return 'float';
  const kind = classOf(type);
  return kind === 'number' ? 'integer' : kind;
}

export function isNumeric(type: ScalarType): boolean {
  return NUMBERS.includes(type);
}

/** Whether values of the two types compare. */
export function isComparable(left: ScalarType, right: ScalarType): boolean {
  return left === 'any' || right === 'any' || left === right || (isNumeric(left) && isNumeric(right));
}

/** The type in words for an error. */
export function describeScalar(type: ScalarType): string {
  return WORDS[type];
}
