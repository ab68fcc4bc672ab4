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

function result(alert: Alert, ruleIndex: number): object {
  const { process, host } = alert;
  const location = process === null ? {} : { logicalLocations: [processLocation(host.name, process)] };
  return {
    ruleId: alert.rule.id,
    ruleIndex,
    level: level(alert.rule.severity),
    rank: alert.rule.risk_score,
    message: { text: reasonOf(alert) },
    locations: alert.records.map(({ source, record, log, matched }) => ({
      physicalLocation: { artifactLocation: { uri: uri(source) } },
      ...location,
      properties: { record, log, matched },
    })),
    ...(process === null
      ? {}
      : {
          stacks: [
            {
              message: { text: 'ancestry of the process, nearest first' },
              frames: [process, ...alert.ancestry].map((each) => frame(host.name, each)),
            },
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
 * Alerts as a SARIF 2.1.0 log: rules with their ATT&CK techniques as taxa, a result an alert with the input files as
 * locations, the record's number as a property, and the ancestry as a stack.
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
          id: rule.id,
          name: rule.name,
          shortDescription: { text: rule.name },
          ...(whole.get(id)?.description ? { fullDescription: { text: whole.get(id)?.description } } : {}),
          defaultConfiguration: { level: level(rule.severity), rank: rule.risk_score },
          relationships: taxaOf(rule.threat).map((taxon) => ({
            target: {
              id: taxon.id,
              index: taxa.findIndex((each) => each.id === taxon.id),
              toolComponent: { name: 'ATT&CK', index: 0 },
            },
            kinds: ['relevant'],
          })),
          properties: { version: rule.version, severity: rule.severity, tags: whole.get(id)?.tags ?? [] },
        })),
      },
    },
    taxonomies: [
      {
        name: 'ATT&CK',
        organization: 'MITRE',
        taxa: taxa.map(({ id, name, reference }) => ({
          id,
          name,
          shortDescription: { text: name },
          ...(reference === '' ? {} : { helpUri: reference }),
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: alerts.map((alert) => result(alert, places.get(key(alert.rule)) as number)),
  };
  yield `${safeJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, 2)}\n`;
}
