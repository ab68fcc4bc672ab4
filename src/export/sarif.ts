import { type Alert, alertRule, type ProcessBrief } from '../model/alert.ts';
import { labelOf } from '../model/process.ts';
import { attackLeaves, type Rule, type Threat } from '../model/rule.ts';
import { safeJson } from '../model/text.ts';
import { reasonOf } from './reason.ts';

const LEVELS: Record<string, string> = { low: 'note', medium: 'warning', high: 'error', critical: 'error' };

const level = (severity: string): string => LEVELS[severity] ?? 'warning';

/** A path as a relative or absolute reference: SARIF wants an URI. */
const uri = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '/')
    .split('/')
    .map((part, index) =>
      index === 0 && /^[A-Za-z]:$/.test(part) ? `file:///${part}` : encodeURIComponent(part),
    )
    .join('/');

const processLocation = (host: string, process: ProcessBrief | NonNullable<Alert['process']>): object => ({
  name: labelOf(process),
  fullyQualifiedName: `${host}/${process.entity_id}`,
  kind: 'process',
});

const frame = (host: string, process: ProcessBrief | NonNullable<Alert['process']>): object => ({
  location: {
    message: { text: process.command_line ?? process.executable ?? labelOf(process) },
    logicalLocations: [processLocation(host, process)],
  },
});

/** The one taxonomy of a run. */
const TAXONOMY = { name: 'ATT&CK', index: 0 } as const;

/** Two versions of a rule are two rules. */
const key = ({ id, version }: { readonly id: string; readonly version: number }): string =>
  `${id}@${version}`;

/** The distinct rules of alerts, each with the first of its alerts, in order of id and version. */
function rulesOf(alerts: readonly Alert[], rules: readonly Rule[]): Map<string, Alert['rule']> {
  const known = new Map(rules.map((rule) => [key(rule), alertRule(rule)]));
  for (const { rule } of alerts) if (!known.has(key(rule))) known.set(key(rule), rule);
  return new Map([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function taxaOf(threats: readonly Threat[]): Threat['tactic'][] {
  const byId = new Map(threats.flatMap(attackLeaves).map((leaf) => [leaf.id, leaf] as const));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A technique by its place in the taxonomy of the run. */
const reference = (taxon: Threat['tactic'], taxa: readonly Threat['tactic'][]): object => ({
  id: taxon.id,
  index: taxa.findIndex((each) => each.id === taxon.id),
  toolComponent: TAXONOMY,
});

/** A process with what is above it, as frames of a stack. */
const stack = (
  host: string,
  process: ProcessBrief | NonNullable<Alert['process']>,
  ancestry: Alert['ancestry'],
): object => ({
  message: { text: `ancestry of ${labelOf(process)}, nearest first` },
  frames: [process, ...ancestry].map((each) => frame(host, each)),
});

/** The record to look at: the first that the rule is true of; the others stand beside it. */
function locationsOf({ records, process, host }: Alert): object {
  const logical = process === null ? {} : { logicalLocations: [processLocation(host.name, process)] };
  const ordered = [...records.filter(({ matched }) => matched), ...records.filter(({ matched }) => !matched)];
  const [first, ...others] = ordered.map(({ source, record, log, matched }, id) => ({
    id,
    physicalLocation: { artifactLocation: { uri: uri(source) } },
    ...(id === 0 ? logical : {}),
    message: { text: `record ${record} (${log})` },
    properties: { record, log, matched },
  }));
  return {
    locations: first === undefined ? [] : [first],
    ...(others.length === 0 ? {} : { relatedLocations: others }),
  };
}

function result(alert: Alert, ruleIndex: number, taxa: readonly Threat['tactic'][]): object {
  const { process, host, rule } = alert;
  return {
    ruleId: key(rule),
    ruleIndex,
    level: level(alert.rule.severity),
    rank: alert.rule.risk_score,
    message: { text: reasonOf(alert) },
    ...locationsOf(alert),
    taxa: taxaOf(rule.threat).map((taxon) => reference(taxon, taxa)),
    ...(process === null
      ? {}
      : {
          stacks: [
            stack(host.name, process, alert.ancestry),
            ...(alert.chains ?? []).map((chain) => stack(host.name, chain.process, chain.ancestry)),
          ],
        }),
    partialFingerprints: { 'stemmaAlert/v1': alert.id },
    properties: {
      time: alert.time,
      host: host.name,
      clause: alert.clause,
      facts: alert.facts,
      ...(alert.verdict === undefined ? {} : { verdict: alert.verdict }),
      siblings: alert.siblings.count,
      descendants: alert.descendants.count,
    },
  };
}

/**
 * Alerts as a SARIF 2.1.0 log: rules, each version of one a rule, with their ATT&CK techniques as taxa; a result an alert
 * with the matching record's file as its location, other records' as related ones, and the ancestry as a stack.
 */
export function* sarif(alerts: readonly Alert[], rules: readonly Rule[]): Iterable<string> {
  const described = rulesOf(alerts, rules);
  const whole = new Map(rules.map((rule) => [key(rule), rule] as const));
  const taxa = taxaOf([...described.values()].flatMap(({ threat }) => threat));
  const places = new Map([...described.keys()].map((id, index) => [id, index] as const));
  const run = {
    tool: {
      driver: {
        name: 'Stemma',
        rules: [...described].map(([id, rule]) => ({
          id,
          name: rule.name,
          shortDescription: { text: rule.name },
          ...(whole.get(id)?.description ? { fullDescription: { text: whole.get(id)?.description } } : {}),
          defaultConfiguration: { level: level(rule.severity), rank: rule.risk_score },
          relationships: taxaOf(rule.threat).map((taxon) => ({
            target: reference(taxon, taxa),
            kinds: ['relevant'],
          })),
          properties: {
            rule_id: rule.id,
            version: rule.version,
            severity: rule.severity,
            tags: whole.get(id)?.tags ?? [],
          },
        })),
        supportedTaxonomies: [TAXONOMY],
      },
    },
    taxonomies: [
      {
        name: TAXONOMY.name,
        organization: 'MITRE',
        informationUri: 'https://attack.mitre.org/',
        shortDescription: { text: 'Tactics and techniques of adversaries; those that the rules name' },
        taxa: taxa.map(({ id, name, reference }) => ({
          id,
          name,
          shortDescription: { text: name },
          ...(reference === '' ? {} : { helpUri: reference }),
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: alerts.map((alert) => result(alert, places.get(key(alert.rule)) as number, taxa)),
  };
  yield `${safeJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, 2)}\n`;
}
