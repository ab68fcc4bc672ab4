import { processesNamed } from '../../hunt/excerpt.ts';
import { InputError } from '../../model/errors.ts';
import type { BoundValue } from '../../store/bind.ts';
import { type Database, query } from '../../store/database.ts';
import { parseTime } from '../options.ts';
import type { ParameterType, Pivot, PivotParameter } from './pivot.ts';

/** A line that says how a parameter is given, for messages and lists. */
export const signatureOf = ({ name, type, preset }: PivotParameter): string =>
  `${name} ${type}${preset === undefined ? '' : ` = ${preset ?? 'NULL'}`}`;

const EXPECTED: Record<ParameterType, string> = {
  text: 'a text',
  process: 'an entity_id or HOST:PID',
  integer: 'a whole number',
  number: 'a number',
  time: 'a time such as 2026-03-10T08:00:00Z',
  boolean: 'true or false',
};

/**
 * The values of a pivot's parameters, from `NAME=VALUE` and its defaults.
 * @throws InputError for a name that it has not, one given twice, one that is missing, and a value of another type
 */
export async function valuesOf(
  database: Database,
  pivot: Pivot,
  given: readonly string[],
): Promise<Map<string, BoundValue>> {
  const there = pivot.parameters.map(signatureOf).join(', ');
  const remedy = `${pivot.name} has ${there === '' ? 'no parameters' : `these: ${there}`}.`;
  const written = new Map<string, string>();
  for (const pair of given) {
    const [, name, value] = /^([^=]*)=([\s\S]*)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined)
      throw new InputError(`--param ${JSON.stringify(pair)} is not NAME=VALUE`, { remedy });
    if (!pivot.parameters.some((parameter) => parameter.name === name))
      throw new InputError(`the pivot ${pivot.name} has no parameter ${JSON.stringify(name)}`, { remedy });
    if (written.has(name)) throw new InputError(`the parameter ${name} is given twice`, { remedy });
    written.set(name, value);
  }
  const values = new Map<string, BoundValue>();
  for (const parameter of pivot.parameters) {
    const { name, preset } = parameter;
    const text = written.get(name) ?? preset;
    if (text === undefined)
      throw new InputError(`the pivot ${pivot.name} needs ${name}: ${parameter.description}`, {
        remedy: `Give it with --param ${name}=VALUE. ${remedy}`,
      });
    values.set(name, await boundValue(database, parameter, text));
  }
  return values;
}

async function boundValue(
  database: Database,
  parameter: PivotParameter,
  text: string | null,
): Promise<BoundValue> {
  const { name, type } = parameter;
  if (type === 'process')
    return { type: 'text', value: text === null ? null : await entityOf(database, text) };
  if (text === null) return { type, value: null };
  const value = READERS[type](text);
  if (value === undefined)
    throw new InputError(`${name} is not ${EXPECTED[type]}: ${JSON.stringify(text)}`, {
      remedy: `It is ${parameter.description}.`,
    });
  return { type, value } as BoundValue;
}

/** What a text is as a value of a type; undefined where it is none. */
const READERS: Record<
  Exclude<ParameterType, 'process'>,
  (text: string) => string | number | boolean | undefined
> = {
  text: (text) => text,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  number: (text) => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ true: true, false: false })[text],
  time: (text) => {
    try {
      return parseTime(text);
    } catch {
      return undefined;
    }
  },
};

async function entityOf(database: Database, name: string): Promise<string> {
  const rids = await processesNamed(database, name);
  const found = await query<{ id: string; start: string | null; image: string | null }>(
    database,
    `SELECT process.entity_id AS id, process.start::VARCHAR AS start, process.name AS image FROM processes WHERE list_contains($rids::INTEGER[], rid) ORDER BY process.start NULLS FIRST, rid`,
    { rids: JSON.stringify(rids) },
  );
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only.id;
  throw new InputError(`${name} names ${found.length} processes`, {
    remedy: `Give the entity_id of one: ${found.map(({ id, start, image }) => `${id} (${image ?? '?'}, from ${start ?? '?'})`).join('; ')}.`,
  });
}
