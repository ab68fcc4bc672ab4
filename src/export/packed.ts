import { numberSteps, numbersOf, timeSteps, timesOf } from './packed-steps.ts';

/** What JSON can say, without loss; `undefined` members are left out as JSON leaves them out. */
type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
type PlainObject = { readonly [name: string]: Plain };

/**
 * A value as the viewer's page holds it. Strings that occur more than once stand in `strings`, the names of objects'
 * members in `shapes`. In `value`, a negative integer is an index in `strings` (-1 is the first); an array is an object
 * `[shape, ...members]`, a list `[LIST, ...items]`, a list of objects of one shape by columns `[TABLE, shape, ...columns]`,
 * for like stands by like then and deflates well, a list of lists by their lengths and all their items in one
 * `[LISTS, lengths, items]`, a list of whole numbers or of times by their steps `[STEPS, ...]` or
 * `[TIMES, unit, ...]`, or a number below zero `[NUMBER, value]`; anything else is itself.
 */
interface Packed {
  readonly strings: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly value: PackedValue;
}

type PackedValue = null | boolean | number | string | readonly PackedValue[];

const LIST = -1;
const NUMBER = -2;
const TABLE = -3;
const STEPS = -4;
const TIMES = -5;
const LISTS = -6;

/** JSON of a value in about a third of its usual size, as rows of a case repeat their names, hosts, users and hashes. */
export function pack(value: unknown): string {
  const times = countStrings(value as Plain);
  const strings = new Map<string, number>();
  const shapes = new Map<string, number>();
  const shapeNames: string[][] = [];

  const shapeOf = (names: string[]): number => {
    const key = JSON.stringify(names);
    const known = shapes.get(key) ?? shapes.size;
    if (known === shapes.size) {
      shapes.set(key, known);
      shapeNames.push(names);
    }
    return known;
  };
  const packString = (text: string): PackedValue => {
    if ((times.get(text) ?? 0) < 2 || text === '') return text;
    const known = strings.get(text) ?? strings.size;
    strings.set(text, known);
    return -1 - known;
  };
  const packValue = (each: Plain): PackedValue => {
    if (typeof each === 'string') return packString(each);
    if (typeof each === 'number') return each < 0 || Object.is(each, -0) ? [NUMBER, each] : each;
    if (each === null || typeof each === 'boolean') return each;
    if (isList(each))
      return packSteps(each) ?? packTable(each) ?? packLists(each) ?? [LIST, ...each.map(packValue)];
    const names = namesOf(each);
    return [shapeOf(names), ...names.map((name) => packValue(each[name] as Plain))];
  };
  const packSteps = (values: readonly Plain[]): PackedValue | null => {
    const numbers = numberSteps(values);
    if (numbers !== null) return [STEPS, ...numbers];
    const times = timeSteps(values);
    return times === null ? null : [TIMES, ...times];
  };
  const packTable = (rows: readonly Plain[]): PackedValue | null => {
    if (rows.length < 2 || !rows.every(isObject)) return null;
    const names = namesOf(rows[0] as PlainObject);
    if (names.length === 0 || !rows.every((row) => hasNames(row, names))) return null;
    return [TABLE, shapeOf(names), ...names.map((name) => packValue(rows.map((row) => row[name] as Plain)))];
  };
  const packLists = (lists: readonly Plain[]): PackedValue | null =>
    lists.length < 2 || !lists.every(isList)
      ? null
      : [LISTS, packValue(lists.map(({ length }) => length)), packValue(lists.flat())];

  const packed = packValue(value as Plain);
  const result: Packed = { strings: [...strings.keys()], shapes: shapeNames, value: packed };
  return JSON.stringify(result);
}

/** The value that `pack` was given. */
export function unpack(json: string): unknown {
  const { strings, shapes, value } = JSON.parse(json) as Packed;
  const unpackValue = (each: PackedValue): Plain => {
    if (typeof each === 'number') return each < 0 ? (strings[-1 - each] as string) : each;
    if (each === null || typeof each !== 'object') return each;
    const kind = each[0] as number;
    if (kind === NUMBER) return each[1] as number;
    if (kind === LIST) {
      const items: Plain[] = [];
      for (let index = 1; index < each.length; index += 1)
        items.push(unpackValue(each[index] as PackedValue));
      return items;
    }
    if (kind === STEPS) return numbersOf(each.slice(1) as (number | null)[]);
    if (kind === TIMES) return timesOf(each.slice(1) as (number | null)[]);
    if (kind === TABLE) return unpackTable(shapes[each[1] as number] as readonly string[], each);
    if (kind === LISTS) return unpackLists(each);
    const names = shapes[kind] as readonly string[];
    const object: Record<string, Plain> = {};
    for (let index = 0; index < names.length; index += 1)
      put(object, names[index] as string, unpackValue(each[index + 1] as PackedValue));
    return object;
  };
  const unpackTable = (names: readonly string[], [, , ...columns]: readonly PackedValue[]): Plain => {
    const unpacked = columns.map((column) => unpackValue(column) as readonly Plain[]);
    return Array.from(unpacked[0] ?? [], (_, row) => {
      const object: Record<string, Plain> = {};
      for (let index = 0; index < names.length; index += 1)
        put(object, names[index] as string, unpacked[index]?.[row] as Plain);
      return object;
    });
  };
  const unpackLists = ([, lengths, items]: readonly PackedValue[]): Plain => {
    const all = unpackValue(items as PackedValue) as readonly Plain[];
    let from = 0;
    return (unpackValue(lengths as PackedValue) as readonly number[]).map((length) => {
      from += length;
      return all.slice(from - length, from);
    });
  };
  return unpackValue(value);
}

function countStrings(value: Plain, times = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'string') times.set(value, (times.get(value) ?? 0) + 1);
  else if (value !== null && typeof value === 'object')
    for (const member of Object.values(value)) countStrings(member, times);
  return times;
}

/** Sets a member, also one whose name means more than a name to JavaScript. */
function put(object: Record<string, Plain>, name: string, value: Plain): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function namesOf(object: PlainObject): string[] {
  return Object.keys(object).filter((name) => object[name] !== undefined);
}

function hasNames(object: PlainObject, names: readonly string[]): boolean {
  const own = namesOf(object);
  return own.length === names.length && own.every((name, index) => name === names[index]);
}

function isObject(value: Plain): value is PlainObject {
  return value !== null && typeof value === 'object' && !isList(value);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
