import { compileWildcard, type TextTest } from '../../eql/pattern.ts';
import { InputError } from '../../model/errors.ts';
import type { ExceptionSubject } from '../../model/exception.ts';
import { isTable } from '../rule-table.ts';
import { addressTest, type ListReader } from './value-list.ts';

/** One entry of an item, compiled; `fields` are those that it reads. */
export interface Entry {
  readonly fields: readonly string[];
  readonly test: (subject: ExceptionSubject) => boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** What Elastic's own agent calls what ECS calls by another name. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^(process|process\.parent|file|dll)\.Ext\.code_signature\./, '$1.code_signature.'],
];

/** A field as it is read, and whether letter case counts: `process.name.caseless` is `process.name` without. */
function fieldOf(written: string): { readonly field: string; readonly caseless: boolean } {
  const caseless = /\.(caseless|text)$/.test(written);
  const bare = written.replace(/\.(caseless|text)$/, '');
  return { field: ALIASES.reduce((name, [alias, ours]) => name.replace(alias, ours), bare), caseless };
}

const TYPES = ['match', 'match_any', 'wildcard', 'exists', 'list', 'nested'];

/**
 * Compiles an entry of Elastic's exception lists. Letter case counts as it does there, in all but `caseless` fields.
 * @throws InputError where it is none.
 */
export async function readEntry(
  entry: unknown,
  place: string,
  readList: ListReader,
  prefix = '',
): Promise<Entry> {
  if (!isTable(entry)) throw wrong(place, 'an entry is no object');
  const written = entry.field;
  if (typeof written !== 'string' || written === '') throw wrong(place, 'an entry has no field');
  if (entry.type === 'nested') return nested(entry, `${prefix}${written}`, place, readList);
  const { field, caseless } = fieldOf(`${prefix}${written}`);
  const fold = (text: string): string => (caseless ? text.toLowerCase() : text);
  const test = await valueTest(entry, fold, place, readList);
  const isExcluded = operatorOf(entry, place) === 'excluded';
  return {
    fields: [field],
    test: ({ values }) => values(field).some((value) => test(fold(value))) !== isExcluded,
  };
}

async function nested(entry: Json, prefix: string, place: string, readList: ListReader): Promise<Entry> {
  if (!Array.isArray(entry.entries) || entry.entries.length === 0)
    throw wrong(place, `the nested entry ${prefix} has no entries`);
  const inner = await Promise.all(
    entry.entries.map((each: unknown) => readEntry(each, place, readList, `${prefix}.`)),
  );
  return {
    fields: inner.flatMap(({ fields }) => fields),
    test: (subject) => inner.every((each) => each.test(subject)),
  };
}

async function valueTest(
  entry: Json,
  fold: (text: string) => string,
  place: string,
  readList: ListReader,
): Promise<TextTest> {
  const { type, value } = entry;
  const name = String(entry.field);
  if (type === 'exists') return () => true;
  if (type === 'match' && typeof value === 'string') {
    const wanted = fold(value);
    return (text) => text === wanted;
  }
  if (type === 'match_any' && isTexts(value)) {
    const wanted = new Set(value.map(fold));
    return (text) => wanted.has(text);
  }
  if (type === 'wildcard' && typeof value === 'string') return compileWildcard(fold(value));
  if (type === 'wildcard' && isTexts(value)) {
    const tests = value.map((each) => compileWildcard(fold(each)));
    return (text) => tests.some((test) => test(text));
  }
  if (type === 'list' && isTable(entry.list) && typeof entry.list.id === 'string') {
    const values = await readList(entry.list.id, place);
    if (/^ip/.test(String(entry.list.type))) return addressTest(values, place);
    const wanted = new Set(values.map(fold));
    return (text) => wanted.has(text);
  }
  throw wrong(
    place,
    TYPES.includes(String(type))
      ? `the ${type} entry of ${name} has no value of the right kind`
      : `the entry of ${name} is of type ${JSON.stringify(type)}, which is none of ${TYPES.join(', ')}`,
  );
}

function operatorOf(entry: Json, place: string): 'included' | 'excluded' {
  const { operator } = entry;
  if (operator === undefined || operator === 'included') return 'included';
  if (operator === 'excluded') return 'excluded';
  throw wrong(place, `the operator of ${entry.field} is neither included nor excluded`);
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');

const wrong = (place: string, problem: string): InputError =>
  new InputError(`the exception can't be used: ${problem}`, {
    place,
    remedy: 'Export the list anew from Kibana (Export exception list), or write exceptions in TOML.',
  });
