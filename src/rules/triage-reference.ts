import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../model/errors.ts';
import type { KnownPair, MaybeTest, SystemProgram, TriageReference } from '../model/reference.ts';
import { readToml } from './read-toml.ts';
import {
  integerOf,
  isTable,
  keyError,
  optional,
  type RuleTable,
  stringOf,
  stringsOf,
  tableOf,
  tablesOf,
} from './rule-table.ts';
import { textTest } from './text-test.ts';
import { refuseUnknownKeys } from './unknown-key.ts';

const PROGRAMS = fileURLToPath(new URL('../../queries/triage/system-programs.toml', import.meta.url));
const PAIRS = fileURLToPath(new URL('../../queries/triage/known-pairs.toml', import.meta.url));

/**
 * The tables that come with Stemma, with known pairs of the user's own files.
 * @throws InputError with file, line and key where one can't be read.
 */
export async function triageReference(known: readonly string[] = []): Promise<TriageReference> {
  const programs = programsOf(await readFile(PROGRAMS, 'utf8'), PROGRAMS);
  const shipped = knownPairsOf(await readFile(PAIRS, 'utf8'), basename(PAIRS));
  const own = await Promise.all(known.map(async (path) => knownPairsOf(await textOf(path), path)));
  return { ...programs, knownPairs: [...shipped, ...own.flat()] };
}

/**
 * The text of a file that the user names.
 * @throws InputError where there is none.
 */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new InputError(`${path} can't be read: ${why}`, { place: path, remedy: 'Check the path.', cause });
  }
}

const lowered = (texts: readonly string[]): string[] => texts.map((text) => text.toLowerCase());

function programsOf(text: string, path: string): Omit<TriageReference, 'knownPairs'> {
  const table: RuleTable = {
    path,
    text,
    what: 'table of programs',
    name: '',
    values: readToml(text, path, 'a path'),
  };
  const programs = tableOf(table, 'program');
  const names = Object.keys(programs.values);
  return {
    programs: new Map(names.map((name) => [name, programOf(name, tableOf(programs, name))] as const)),
    interpreters: new Set(lowered(stringsOf(table, 'interpreters'))),
  };
}

function programOf(name: string, table: RuleTable): SystemProgram {
  const list = (key: string): string[] | undefined =>
    optional(table, key, undefined, () => lowered(stringsOf(table, key)));
  const pattern = (key: string): RegExp | undefined =>
    optional(table, key, undefined, () => new RegExp(stringOf(table, key), 'i'));
  refuseUnknownKeys(table, PROGRAM_KEYS);
  return {
    name,
    folders: list('folders') ?? [],
    parents: list('parents'),
    children: list('children'),
    users: optional(table, 'users', undefined, () => stringsOf(table, 'users')),
    userCommandLine: pattern('user_command_line'),
    integrity: list('integrity'),
    session: optional(table, 'session', undefined, () => integerOf(table, 'session', 0, 1_000_000)),
    single: table.values.single === true,
    commandLine: pattern('command_line'),
    groups: list('groups'),
  };
}

const PROGRAM_KEYS = [
  'folders',
  'parents',
  'children',
  'users',
  'user_command_line',
  'integrity',
  'session',
  'single',
  'command_line',
  'groups',
];

const PAIR_KEYS = ['parent', 'child', 'parent_path', 'child_path', 'why'];

/**
 * The known pairs of a file.
 * @throws InputError with line and key where one can't be read.
 */
function knownPairsOf(text: string, path: string): KnownPair[] {
  const root = readToml(text, path, 'a path');
  const table: RuleTable = { path, text, what: 'list of known pairs', name: '', values: root };
  if (!Array.isArray(root.pair) || !root.pair.every(isTable))
    throw keyError(
      table,
      'pair',
      'is missing',
      'Write each pair under [[pair]], with parent, child and why; parent_path and child_path where names are not enough.',
    );
  return tablesOf(table, 'pair').map((pair) => {
    refuseUnknownKeys(pair, PAIR_KEYS);
    const pathTest = (key: string): MaybeTest | undefined =>
      optional(pair, key, undefined, () => textTest(stringOf(pair, key)));
    const [parent, child] = [stringOf(pair, 'parent'), stringOf(pair, 'child')];
    return {
      parent,
      child,
      isParent: textTest(parent),
      isChild: textTest(child),
      isParentPath: pathTest('parent_path'),
      isChildPath: pathTest('child_path'),
      why: stringOf(pair, 'why'),
      path,
    };
  });
}
