import type { FieldType } from '../model/field.ts';
import { parseDate } from './date.ts';
import type { Value } from './value.ts';

/** What kind of values fields of a type hold; types of one class compare with each other. */
export type ValueClass = 'text' | 'number' | 'boolean' | 'date';

const CLASSES: Readonly<Record<FieldType, ValueClass>> = {
  keyword: 'text',
  'keyword[]': 'text',
  ip: 'text',
  'ip[]': 'text',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
};
const WORDS: Readonly<Record<ValueClass, string>> = {
  text: 'text',
  number: 'numbers',
  boolean: 'true or false',
  date: 'dates',
};
const BOOLEANS = new Map<Value, boolean>([
  ['true', true],
  ['false', false],
]);

const COERCE: Readonly<Record<ValueClass, (value: Value) => Value | undefined>> = {
  text: (value) => (typeof value === 'boolean' ? undefined : String(value)),
  number: (value) => (typeof value === 'string' ? parseNumber(value) : asNumber(value)),
  boolean: (value) => (typeof value === 'boolean' ? value : BOOLEANS.get(value)),
  date: (value) => (typeof value === 'string' ? parseDate(value) : asNumber(value)),
};

/** The class of a field's type. */
export function classOf(type: FieldType): ValueClass {
  return CLASSES[type];
}

/** What a field holds, in words for an error. */
export function describeType(type: FieldType | undefined): string {
  return type === undefined ? 'anything' : WORDS[CLASSES[type]];
}

/** The literal as a value of the field's type (`"445"` of a number, an ISO date of a date), or undefined if it is none. */
export function coerce(value: Value, type: FieldType | undefined): Value | undefined {
  return type === undefined ? value : COERCE[CLASSES[type]](value);
}

function parseNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? asNumber(Number(text)) : undefined;
}

function asNumber(value: Value): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
