import { readFile, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../model/errors.ts';
import { isUnsupported, type Rule, type UnsupportedRule } from '../model/rule.ts';
import { readEql } from './read-eql.ts';
import { NoRule, readRule } from './read-rule.ts';
import { byIdAndVersion, findShipped, shippedRules } from './shipped-rules.ts';
import { unknownName } from './unknown-name.ts';

/** A file that should be a rule and isn't, or that isn't meant to be one, and why. */
export interface RefusedFile {
  readonly path: string;
  readonly error: InputError;
}

/** Everything that names lead to: rules in the order of (id, version), each once, and files in the order of their paths. */
export interface RuleSurvey {
  /** EQL rules; whether their queries can run has still to be seen. */
  readonly rules: readonly Rule[];
  readonly unsupported: readonly UnsupportedRule[];
  readonly broken: readonly RefusedFile[];
  /** TOML files that have nothing to do with rules. */
  readonly noRules: readonly RefusedFile[];
  /** Paths of what was named by itself, not found in a folder or by a glob. */
  readonly named: ReadonlySet<string>;
}

type Read = Rule | UnsupportedRule | RefusedFile;

/**
 * Reads what a user names: a file, a folder (its `.toml` and `.eql` files at any depth), a glob, or a shipped rule by
 * UUID, short name or file name, optionally `@<version>`. Whatever a file holds, it is told of and the rest goes on.
 * @throws InputError for a name that leads nowhere
 */
export async function surveyRules(names: readonly string[]): Promise<RuleSurvey> {
  const shipped = await shippedRules();
  const single: Read[] = [];
  const swept: Read[] = [];
  for (const name of names) {
    const kind = await kindOf(name);
    const rule = kind === 'neither' ? findShipped(name, shipped) : undefined;
    if (rule !== undefined) single.push(rule);
    else if (kind === 'file') single.push(await readFileAt(name));
    else if (kind === 'folder') swept.push(...(await readAll(name, '**/*.{toml,eql}', name)));
    else if (isDynamicPattern(name)) swept.push(...(await readAll(name, name)));
    else throw unknownName(name, shipped);
  }
  return { named: new Set(single.map(({ path }) => path)), ...sort([...single, ...swept]) };
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'neither'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'neither';
  }
}

async function readAll(name: string, pattern: string, cwd = '.'): Promise<Read[]> {
  const all = await glob(pattern, { cwd, absolute: true, caseSensitiveMatch: false });
  const paths = all.filter((path) => ['.toml', '.eql'].includes(extname(path).toLowerCase())).sort();
  if (paths.length === 0)
    throw new InputError(`${name} leads to no rule files.`, {
      place: name,
      remedy: 'Rule files end in .toml or .eql.',
    });
  const read: Read[] = [];
  for (const path of paths) read.push(await readFileAt(path));
  return read;
}

async function readFileAt(path: string): Promise<Read> {
  try {
    const text = await readText(path);
    return extname(path).toLowerCase() === '.eql' ? readEql(text, path) : readRule(text, path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path, error };
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(`The rule file ${path} cannot be read: ${why}.`, {
      place: path,
      remedy: 'Check that the file may be read.',
      cause,
    });
  }
}

/** Sorts, and keeps the first of rules with one id and version; another query's claim to them is broken. */
function sort(all: readonly Read[]): Omit<RuleSurvey, 'named'> {
  const kept = new Map<string, Rule | UnsupportedRule>();
  const refused = new Map<string, RefusedFile>();
  for (const read of all) {
    if ('error' in read) {
      const place = resolve(read.path);
      if (!refused.has(place)) refused.set(place, read);
      continue;
    }
    const key = `${read.id}@${read.version}`;
    const first = kept.get(key);
    if (first === undefined) kept.set(key, read);
    else if (first.query !== read.query)
      refused.set(resolve(read.path), sameIdentity(read.path, first.path, key));
  }
  const rules = [...kept.values()].sort(byIdAndVersion);
  const files = [...refused.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    rules: rules.filter((rule): rule is Rule => !isUnsupported(rule)),
    unsupported: rules.filter(isUnsupported),
    broken: files.filter(({ error }) => !(error instanceof NoRule)),
    noRules: files.filter(({ error }) => error instanceof NoRule),
  };
}

function sameIdentity(path: string, first: string, key: string): RefusedFile {
  const error = new InputError(`${path} has the id and version of ${first} (${key}) but another query.`, {
    place: path,
    remedy: 'Give each rule an id of its own, or raise its version.',
  });
  return { path, error };
}
