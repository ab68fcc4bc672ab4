import { basename, extname } from 'node:path';
import { InputError } from '../model/errors.ts';
import type { Rule, Threat, UnsupportedRule } from '../model/rule.ts';
import { readToml } from './read-toml.ts';
import { otherKind } from './rule-kinds.ts';
import { notesOf } from './rule-notes.ts';
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
  wordOf,
} from './rule-table.ts';

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** What a rule file that says nothing of it means; `version` is absent in Elastic's own repository, which keeps it apart. */
export const DEFAULTS = { version: 1, interval: '5m', from: 'now-6m', maxSignals: 100 } as const;

/** The error for a TOML file that has nothing to do with rules, as a folder may hold some. */
export class NoRule extends InputError {}

/**
 * Reads a detection rule in the TOML shape of Elastic's detection-rules repository.
 * Keys that Stemma has no use for are passed over; a missing or wrong one that it needs is an `InputError` naming it.
 * @throws NoRule for TOML without a [rule] table
 */
export function readRule(text: string, path: string): Rule | UnsupportedRule {
  const root = parseToml(text, path);
  const rule = tableOf({ path, text, name: 'rule', values: root }, 'rule');
  const table: RuleTable = { ...rule, name: 'rule' };
  const other = otherKindOf(table);
  const facts = {
    id: stringOf(table, 'rule_id'),
    name: stringOf(table, 'name'),
    shortName: shortNameOf(path),
    version: optional(table, 'version', DEFAULTS.version, () =>
      integerOf(table, 'version', 1, Number.MAX_SAFE_INTEGER),
    ),
    description: stringOf(table, 'description').trim(),
    author: optional(table, 'author', [], () => stringsOf(table, 'author')),
    license: optional(table, 'license', '', () => stringOf(table, 'license')),
    severity: wordOf(table, 'severity', SEVERITIES),
    riskScore: integerOf(table, 'risk_score', 0, 100),
    index: optional(table, 'index', [], () => stringsOf(table, 'index')),
    interval: optional(table, 'interval', DEFAULTS.interval, () =>
      durationOf(table, 'interval', /^\d+[smhd]$/, '5m'),
    ),
    from: optional(table, 'from', DEFAULTS.from, () =>
      durationOf(table, 'from', /^now(-\d+[smhdwM])?(\/[smhdwM])?$/, 'now-9m'),
    ),
    maxSignals: optional(table, 'max_signals', DEFAULTS.maxSignals, () =>
      integerOf(table, 'max_signals', 1, Number.MAX_SAFE_INTEGER),
    ),
    references: optional(table, 'references', [], () => stringsOf(table, 'references')),
    tags: optional(table, 'tags', [], () => stringsOf(table, 'tags')),
    threat: tablesOf(table, 'threat').map(threatOf),
    guide: optional(table, 'note', '', () => stringOf(table, 'note').trim()),
    notes: notesOf(root),
    path,
  };
  if (other === undefined) return { ...facts, language: 'eql', query: stringOf(table, 'query').trim() };
  const query = optional(table, 'query', '', () => stringOf(table, 'query').trim());
  return { ...facts, ...other, ...(query === '' ? {} : { query }) };
}

function otherKindOf(table: RuleTable): ReturnType<typeof otherKind> {
  const word = (key: string): string | undefined =>
    optional(table, key, undefined, () => stringOf(table, key));
  const language = word('language');
  return otherKind(language === undefined ? stringOf(table, 'type') : word('type'), language);
}

function parseToml(text: string, path: string): Record<string, unknown> {
  const root = readToml(text, path, 'a query');
  if (!isTable(root.rule)) {
    throw new NoRule(`${path} is not a rule: it has no [rule] table.`, {
      place: path,
      remedy:
        "A rule file has the TOML shape of Elastic's detection-rules repository, with its keys under [rule].",
    });
  }
  return root;
}

function durationOf(table: RuleTable, key: string, form: RegExp, example: string): string {
  const value = stringOf(table, key);
  if (!form.test(value))
    throw keyError(table, key, `is "${value}", not a duration`, `Write it as in "${example}".`);
  return value;
}

/** The file's name without its extension and without a trailing `_v<version>`. */
export function shortNameOf(path: string): string {
  return basename(path, extname(path)).replace(/_v\d+$/, '');
}

function threatOf(table: RuleTable): Threat {
  return {
    framework: stringOf(table, 'framework'),
    tactic: referenceOf(tableOf(table, 'tactic')),
    technique: tablesOf(table, 'technique').map((technique) => ({
      ...referenceOf(technique),
      subtechnique: tablesOf(technique, 'subtechnique').map(referenceOf),
    })),
  };
}

function referenceOf(table: RuleTable): Threat['tactic'] {
  return {
    id: stringOf(table, 'id'),
    name: stringOf(table, 'name'),
    reference: stringOf(table, 'reference'),
  };
}
