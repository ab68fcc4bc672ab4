import { basename } from 'node:path';
import { InputError } from '../../model/errors.ts';
import { isBlank } from '../../store/statements.ts';
import { PARAMETER_TYPES, type ParameterType, type Pivot, type PivotParameter } from './pivot.ts';

const REMEDY = `Begin the file with lines such as:
  -- title: Children of a process
  -- description: Every child in the order of its start.
  -- param process process: whose children; entity_id or HOST:PID
  -- param limit integer = 100: how many rows
A line that begins with "--   " goes on with the one above. Types: ${PARAMETER_TYPES.join(', ')}. Without "= …" a parameter must be given.`;

const ENTRY = /^--\s?(title|description|param)\b\s*(.*)$/;
const PARAMETER = /^([a-z][a-z0-9_]*)\s+([a-z]+)(?:\s*=\s*("[^"]*"|[^":]+))?\s*:\s*(\S.*)$/;

/**
 * A pivot of a file: its name is the file's, and the comment that the file begins with says the rest.
 * @throws InputError for a header that is wrong, with its line, and for a file without SQL
 */
export function readPivot(text: string, path: string): Pivot {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const header = end === -1 ? lines : lines.slice(0, end);
  const wrong = (message: string, line: number): InputError =>
    new InputError(message, { place: `${path}:${line}`, remedy: REMEDY });
  const said: Partial<Record<'title' | 'description', string>> = {};
  const parameters: PivotParameter[] = [];
  for (const { key, value, line } of entriesOf(header, wrong)) {
    if (key === 'param') {
      const parameter = parameterOf(value);
      if (typeof parameter === 'string') throw wrong(parameter, line);
      if (parameters.some(({ name }) => name === parameter.name))
        throw wrong(`the parameter ${parameter.name} is declared twice`, line);
      parameters.push(parameter);
    } else {
      if (said[key] !== undefined) throw wrong(`there are two lines of ${key}`, line);
      said[key] = value.replace(/^:\s*/, '');
    }
  }
  if (!said.title || !said.description)
    throw wrong(`the header of the pivot has no ${said.title ? 'description' : 'title'}`, 1);
  const sql = lines.slice(header.length).join('\n').trim();
  if (isBlank(sql)) throw wrong('the pivot has no SQL', header.length + 1);
  const name = basename(path, '.sql');
  return { name, title: said.title, description: said.description, parameters, sql, path };
}

interface Entry {
  readonly key: 'title' | 'description' | 'param';
  value: string;
  readonly line: number;
}

function entriesOf(header: readonly string[], wrong: (message: string, line: number) => InputError): Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of header.entries()) {
    const more = /^-- {3,}(\S.*)$/.exec(line);
    const last = entries.at(-1);
    const [, key, value] = ENTRY.exec(line) ?? [];
    if (more !== null && last !== undefined) last.value += ` ${more[1]}`;
    else if (key !== undefined)
      entries.push({ key: key as Entry['key'], value: value ?? '', line: index + 1 });
    else throw wrong('this line of the header is no title, description or parameter', index + 1);
  }
  return entries;
}

/** The parameter that a line declares, or what is wrong with it. */
function parameterOf(text: string): PivotParameter | string {
  const [, name, type, preset, description] = PARAMETER.exec(text) ?? [];
  if (name === undefined || description === undefined)
    return 'a parameter is not written as NAME TYPE = DEFAULT: TEXT';
  if (!(PARAMETER_TYPES as readonly (string | undefined)[]).includes(type))
    return `the parameter ${name} is of no type that there is: ${type}`;
  return { name, type: type as ParameterType, preset: presetOf(preset?.trim()), description };
}

const presetOf = (text: string | undefined): string | null | undefined =>
  text === 'NULL' ? null : text?.replace(/^"([^"]*)"$/, '$1');
