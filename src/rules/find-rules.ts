import { readFile, stat } from 'node:fs/promises';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';
import { nearest } from './nearest.ts';
import { readRule } from './read-rule.ts';
import { byIdAndVersion, findShipped, namesOf, shippedRules } from './shipped-rules.ts';

/** A file found in a folder or by a glob that is no rule to run, and why. */
interface SkippedRule {
  readonly path: string;
  readonly reason: string;
}

/** The rules that names lead to, in the order of (id, version), each once. */
export interface FoundRules {
  readonly rules: Rule[];
  /** Those that were named by themselves, not found in a folder or by a glob. */
  readonly named: ReadonlySet<Rule>;
  readonly skipped: SkippedRule[];
}

/** What one name leads to. */
interface Found {
  readonly single?: Rule;
  readonly swept?: readonly Rule[];
  readonly skipped?: readonly SkippedRule[];
}

/**
 * Finds rules by what a user types: a file, a folder (its `*.toml` at any depth), a glob, or a shipped rule by UUID,
 * short name or file name, optionally `@<version>`.
 * A file named by itself must be an EQL rule; in folders and globs what is not one comes back in `skipped`.
 * @throws InputError for a name that leads nowhere and for a bad file named by itself
 */
export async function findRules(names: readonly string[]): Promise<FoundRules> {
  const shipped = await shippedRules();
  const single: Rule[] = [];
  const swept: Rule[] = [];
  const skipped: SkippedRule[] = [];
  for (const name of names) {
    const found = await findOne(name, shipped);
    if (found.single !== undefined) single.push(found.single);
    swept.push(...(found.swept ?? []));
    skipped.push(...(found.skipped ?? []));
  }
  return { named: new Set(single), ...keepOneEach([...single, ...swept], skipped) };
}

async function findOne(name: string, shipped: readonly Rule[]): Promise<Found> {
  const kind = await kindOf(name);
  if (kind === 'file') return { single: await readNamed(name) };
  if (kind === 'folder') return readAll(name, await glob('**/*.toml', { cwd: name, absolute: true }));
  const rule = findShipped(name, shipped);
  if (rule !== undefined) return { single: rule };
  if (!isDynamicPattern(name)) throw unknownName(name, shipped);
  return readAll(name, await glob(name, { absolute: true }));
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'neither'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'neither';
  }
}

async function readNamed(path: string): Promise<Rule> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError(
      `The rule file ${path} cannot be read: ${cause instanceof Error ? cause.message : cause}.`,
      {
        place: path,
        remedy: 'Check that the file may be read.',
        cause,
      },
    );
  }
  const rule = readRule(text, path);
  if (rule.language !== 'eql') {
    throw new InputError(`${path} is a rule in "${rule.language}"; only EQL rules run on a process tree.`, {
      place: path,
      remedy: 'Name a rule with `language = "eql"`.',
    });
  }
  return rule;
}

async function readAll(name: string, paths: readonly string[]): Promise<Found> {
  if (paths.length === 0) {
    throw new InputError(`${name} leads to no rule files.`, {
      place: name,
      remedy: 'Rule files end in .toml.',
    });
  }
  const swept: Rule[] = [];
  const skipped: SkippedRule[] = [];
  for (const path of [...paths].sort()) {
    try {
      swept.push(await readNamed(path));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      skipped.push({ path, reason: error.message });
    }
  }
  return { swept, skipped };
}

function unknownName(name: string, shipped: readonly Rule[]): InputError {
  const plain = name.replace(/@\d*$/, '');
  const versions = shipped
    .filter((rule) => namesOf(rule).includes(plain.toLowerCase()))
    .map((rule) => rule.version);
  if (versions.length > 0) {
    return new InputError(`No version of the rule ${plain} is "${name.slice(plain.length + 1)}".`, {
      place: name,
      remedy: `Shipped are ${versions.map((version) => `${plain}@${version}`).join(' and ')}.`,
    });
  }
  const shortNames = [...new Set(shipped.map((rule) => namesOf(rule)[0] ?? rule.shortName))];
  const near = nearest(plain, shortNames);
  const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
  return new InputError(`No rule is named ${name}, and no file or folder has that path.`, {
    place: name,
    remedy: `${meant}Shipped: ${shipped.map((rule) => `${namesOf(rule)[0] ?? rule.shortName}@${rule.version}`).join(', ')}; a rule file or a folder of them is named by its path.`,
  });
}

/** Sorts, and keeps the first of rules with one id and version; another file's claim to them goes to `skipped`. */
function keepOneEach(
  rules: readonly Rule[],
  skipped: readonly SkippedRule[],
): Pick<FoundRules, 'rules' | 'skipped'> {
  const kept = new Map<string, Rule>();
  const passed = new Map(skipped.map((each) => [each.path, each]));
  for (const rule of rules) {
    const key = `${rule.id}@${rule.version}`;
    const first = kept.get(key);
    if (first === undefined) kept.set(key, rule);
    else if (first.query !== rule.query) {
      passed.set(rule.path, {
        path: rule.path,
        reason: `${rule.path} has the id and version of ${first.path} (${key}) but another query.`,
      });
    }
  }
  return {
    rules: [...kept.values()].sort(byIdAndVersion),
    skipped: [...passed.values()].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path))),
  };
}
