import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { isUnsupported, type Rule, type UnsupportedRule } from '../model/rule.ts';
import { readRule } from './read-rule.ts';

/** What `hunt` runs when told nothing else: a shipped rule by its short name and version. */
export const DEFAULT_RULE = 'privilege_escalation_unusual_parentchild_relationship@314';

/** `queries/rules` of the package; the same two steps up from `src/rules` and from `dist/rules`. */
export const SHIPPED_FOLDER = fileURLToPath(new URL('../../queries/rules/', import.meta.url));

/** Every rule that comes with Stemma, in the order of (id, version). */
export async function shippedRules(): Promise<Rule[]> {
  const paths = await glob('**/*.toml', { cwd: SHIPPED_FOLDER, absolute: true });
  const rules = await Promise.all(paths.map(async (path) => readRule(await readFile(path, 'utf8'), path)));
  return rules.filter((rule): rule is Rule => !isUnsupported(rule)).sort(byIdAndVersion);
}

/** The order in which rules are run and listed. */
export function byIdAndVersion(a: Rule | UnsupportedRule, b: Rule | UnsupportedRule): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  if (a.version !== b.version) return a.version - b.version;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/**
 * The shipped rule that a name means: its UUID, its short name with or without the tactic in front, or its file name,
 * optionally followed by `@<version>`. Without a version the file whose name has no `_v<version>` is meant.
 */
export function findShipped(name: string, shipped: readonly Rule[]): Rule | undefined {
  const [, plain = name, version] = /^(.+)@(\d+)$/.exec(name) ?? [];
  const named = shipped.filter((rule) => namesOf(rule).includes(plain.toLowerCase()));
  if (version !== undefined) return named.find((rule) => rule.version === Number(version));
  return (
    shipped.find((rule) => fileName(rule) === plain.toLowerCase()) ??
    named.find((rule) => fileName(rule) === rule.shortName) ??
    named[0]
  );
}

/** The names that a user may type for a rule, in lower case. */
export function namesOf(rule: Rule): readonly string[] {
  const prefixes = rule.threat.map(({ tactic }) => `${tactic.name.toLowerCase().replaceAll(' ', '_')}_`);
  const prefix = prefixes.find((each) => rule.shortName.startsWith(each)) ?? '';
  return [rule.shortName.slice(prefix.length), rule.shortName, rule.id.toLowerCase()];
}

function fileName(rule: Rule): string {
  return basename(rule.path, '.toml');
}
