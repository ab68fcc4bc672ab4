import { InputError } from '../../model/errors.ts';
import type { Exception } from '../../model/exception.ts';
import { fieldType } from '../../model/field.ts';
import { isTable } from '../rule-table.ts';
import { readEntry } from './entry.ts';
import { listsBeside } from './value-list.ts';

/**
 * Exceptions of an export of Elastic's exception lists: one JSON object a line, lists, their items and a summary. The
 * entries of an item must all be true; any item hides.
 * @throws InputError with the line where one can't be used.
 */
export async function readElasticExceptions(text: string, path: string): Promise<Exception[]> {
  const found: Exception[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${path}:${index + 1}`;
    const value = parseLine(line, place);
    if (Array.isArray(value.entries)) found.push(await itemOf(value, value.entries, place, path));
    else if (!('list_id' in value || Object.keys(value).some((key) => key.startsWith('exported_'))))
      throw notOne(place);
  }
  if (found.length === 0) throw notOne(path);
  return found;
}

function parseLine(line: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw notOne(place, cause);
  }
  if (!isTable(value)) throw notOne(place);
  return value;
}

async function itemOf(
  item: Record<string, unknown>,
  written: readonly unknown[],
  place: string,
  path: string,
): Promise<Exception> {
  if (written.length === 0)
    throw new InputError('the exception has no entries, and so would hide everything', {
      place,
      remedy: 'Remove the line.',
    });
  const readList = listsBeside(path);
  const entries = await Promise.all(written.map((entry) => readEntry(entry, place, readList)));
  const systems = Array.isArray(item.os_types) ? item.os_types : [];
  const applies = systems.length === 0 || systems.includes('windows');
  return {
    name: typeof item.name === 'string' && item.name !== '' ? item.name : String(item.item_id ?? place),
    place,
    rules: undefined,
    expires: expiryOf(item.expire_time, place),
    unknownFields: [...new Set(entries.flatMap(({ fields }) => fields))].filter(
      (field) => fieldType(field) === undefined,
    ),
    test: (subject) => applies && entries.every(({ test }) => test(subject)),
  };
}

function expiryOf(written: unknown, place: string): number | undefined {
  if (written === undefined || written === null || written === '') return undefined;
  const time = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(time))
    throw new InputError(`the exception can't be used: ${JSON.stringify(written)} is no time`, {
      place,
      remedy: 'Write expire_time as in "2027-01-31T00:00:00.000Z".',
    });
  return time;
}

const notOne = (place: string, cause?: unknown): InputError =>
  new InputError('this is no export of exception lists', {
    place,
    remedy:
      'Give the NDJSON that Kibana exports (one JSON object a line), or a TOML file with [[exception]] tables.',
    cause,
  });
