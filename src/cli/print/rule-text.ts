import { listClauses } from '../../eql/clause.ts';
import { EqlError } from '../../eql/source-error.ts';
import {
  attackLeaves,
  isUnsupported,
  type Rule,
  type Threat,
  type UnsupportedRule,
} from '../../model/rule.ts';
import { visible } from '../../model/text.ts';
import { tryRule } from '../../rules/check-rule.ts';
import type { Terminal } from './terminal.ts';

/** A rule as its file states it and as it is understood. */
export interface DescribedRule {
  /** What is written as JSON. */
  readonly facts: ReturnType<typeof factsOf>;
  /** Why its query can't run. */
  readonly error: EqlError | undefined;
}

/** Everything that is to be said of a rule. */
export function describeRule(rule: Rule | UnsupportedRule): DescribedRule {
  const checked = isUnsupported(rule) ? undefined : tryRule(rule);
  const error = checked instanceof EqlError ? checked : undefined;
  return { facts: factsOf(rule, checked instanceof EqlError ? undefined : checked), error };
}

function factsOf(
  rule: Rule | UnsupportedRule,
  checked: Exclude<ReturnType<typeof tryRule>, EqlError> | undefined,
) {
  return {
    id: rule.id,
    name: rule.name,
    short_name: rule.shortName,
    version: rule.version,
    kind: isUnsupported(rule) ? rule.kind : (checked?.query.kind ?? 'wrong'),
    not_supported: isUnsupported(rule) ? rule.reason : null,
    severity: rule.severity,
    risk_score: rule.riskScore,
    author: rule.author,
    license: rule.license,
    description: rule.description,
    threat: rule.threat,
    tags: rule.tags,
    references: rule.references,
    index: rule.index,
    interval: rule.interval,
    from: rule.from,
    notes: rule.notes,
    query: rule.query ?? null,
    clauses: checked?.query.kind === 'event' ? listClauses(checked.query) : [],
    fields: checked?.fields ?? [],
    unknown_fields: checked?.unknown ?? [],
    path: rule.path,
  };
}

/** A text of several lines, each safe to print and set in. */
const block = (text: string, indent: string): string[] =>
  text.split(/\r\n?|\n/).map((line) => `${indent}${visible(line.replaceAll('\t', '    '))}`.trimEnd());

const attack = (threat: Threat): string =>
  `${threat.tactic.name} (${threat.tactic.id})${
    threat.technique.length === 0
      ? ''
      : `: ${attackLeaves(threat)
          .map(({ id, name }) => `${name} (${id})`)
          .join(', ')}`
  }`;

/** One rule for reading. */
export function printRule({ color }: Terminal, { facts, error }: DescribedRule): string {
  const fields: readonly [name: string, values: readonly string[]][] = [
    ['rule', [`${facts.short_name}@${facts.version}`]],
    ['id', [facts.id]],
    ['file', [facts.path]],
    [
      'kind',
      [facts.not_supported === null ? facts.kind : `${facts.kind}, not supported: ${facts.not_supported}`],
    ],
    [
      'wrong',
      error === undefined ? [] : [`line ${error.line}, column ${error.column} of the query: ${error.reason}`],
    ],
    ['att&ck', facts.threat.map(attack)],
    ['author', [facts.author.join(', ')]],
    ['licence', [facts.license]],
    ['tags', [facts.tags.join(', ')]],
    ['references', facts.references],
    ['indices', [facts.index.join(', ')]],
    ['reads', [facts.fields.join(', ')]],
    ['always missing', [facts.unknown_fields.join(', ')]],
    ['note', facts.notes],
  ];
  const lines = fields.flatMap(([name, values]) =>
    values
      .filter((value) => value !== '')
      .map((value, index) => `  ${color.dim((index === 0 ? name : '').padEnd(16))}${visible(value)}`),
  );
  const titled = (title: string, body: readonly string[]): string[] =>
    body.length === 0 ? [] : ['', `  ${color.dim(title)}`, ...body];
  const clauses = facts.clauses.length < 2 ? [] : facts.clauses;
  const severity = `v${facts.version} · ${facts.severity} ${facts.risk_score}`;
  return [
    `${color.bold(visible(facts.name))} ${color.dim(severity)}`,
    ...lines,
    ...titled('description', facts.description === '' ? [] : block(facts.description, '    ')),
    ...titled('query', facts.query === null ? [] : block(facts.query, '    ')),
    ...titled(
      `${clauses.length} clauses, the first that is true of an event being named in its alert`,
      clauses.map((clause, index) => `  ${String(index + 1).padStart(4)}  ${visible(clause)}`),
    ),
    '',
    '',
  ].join('\n');
}
