import { isUnsupported, type Rule, type UnsupportedRule } from '../../model/rule.ts';
import { tryRule } from '../../rules/check-rule.ts';

/** `name@version`, as a shipped rule is asked for. */
export const ruleLabel = ({ shortName, version }: Pick<Rule, 'shortName' | 'version'>): string =>
  `${shortName}@${version}`;

/** What a rule is: `event`, `sequence` or `sample`, `wrong` where its query can't be read, or why it can't run. */
export function ruleKind(rule: Rule | UnsupportedRule): string {
  if (isUnsupported(rule)) return rule.kind;
  const checked = tryRule(rule);
  return 'query' in checked ? checked.query.kind : 'wrong';
}

/** The order in which rules are listed. */
export function byLabel(a: Rule | UnsupportedRule, b: Rule | UnsupportedRule): number {
  if (a.shortName !== b.shortName) return a.shortName < b.shortName ? -1 : 1;
  if (a.version !== b.version) return a.version - b.version;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
