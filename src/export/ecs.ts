import { createHash } from 'node:crypto';
import {
  type Alert,
  type AlertEvent,
  type AlertRecord,
  type AlertStep,
  type Ancestor,
  ECS_GROUPS,
} from '../model/alert.ts';
import type { Rule } from '../model/rule.ts';
import { safeJson } from '../model/text.ts';
import { reasonOf } from './reason.ts';

/** Ancestors that Elastic's own agent lists at most. */
const ANCESTRY = 20;

/** Where Elastic keeps alerts. */
const ALERTS = '.alerts-security.alerts-default';

type Document = Record<string, unknown>;

/** An object without what is missing, at any depth; undefined where nothing is left. */
function present(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(present);
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, present(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The fields of the event that was found, as ECS has them. */
function sourceFields(event: Alert | AlertStep, ancestry: readonly Ancestor[]): Document {
  const groups = Object.fromEntries(ECS_GROUPS.map((group) => [group, event[group]]));
  const { user, seen_via: _, ...process } = event.process ?? { user: null, seen_via: null };
  const ids = ancestry.slice(0, ANCESTRY).map(({ entity_id }) => entity_id);
  return present({
    ...groups,
    host: event.host,
    user,
    process: { ...process, Ext: { ancestry: ids } },
  }) as Document;
}

/** The event itself becomes a signal; what it was stands under `original_event`. */
const eventFields = (event: AlertEvent): Document => ({
  event: present({ ...event, kind: 'signal' }),
  ...Object.fromEntries(
    Object.entries({ ...event, kind: 'event' })
      .filter(([, value]) => present(value) !== undefined)
      .map(([name, value]) => [`kibana.alert.original_event.${name}`, value]),
  ),
});

function ruleFields({ rule }: Alert, whole: Rule | undefined): Document {
  const parameters = {
    author: whole?.author,
    description: whole?.description,
    from: whole?.from,
    index: whole?.index,
    language: 'eql',
    license: whole?.license,
    max_signals: whole?.maxSignals,
    query: whole?.query,
    references: whole?.references,
    risk_score: rule.risk_score,
    rule_id: rule.id,
    severity: rule.severity,
    threat: rule.threat,
    to: 'now',
    type: 'eql',
    version: rule.version,
  };
  const fields = {
    author: whole?.author ?? [],
    category: 'Event Correlation Rule',
    consumer: 'siem',
    description: whole?.description ?? '',
    enabled: true,
    from: whole?.from,
    interval: whole?.interval,
    license: whole?.license,
    max_signals: whole?.maxSignals,
    name: rule.name,
    parameters: present(parameters),
    producer: 'siem',
    references: whole?.references ?? [],
    risk_score: rule.risk_score,
    rule_id: rule.id,
    rule_type_id: 'siem.eqlRule',
    severity: rule.severity,
    tags: whole?.tags ?? [],
    threat: rule.threat,
    type: 'eql',
    uuid: rule.id,
    version: rule.version,
  };
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`kibana.alert.rule.${name}`, value]),
  );
}

/** The records that a rule is true of, as the documents that it comes from. */
const lineage = (records: readonly AlertRecord[]): Document[] =>
  records.map(({ source, record }) => ({
    id: `${source}#${record}`,
    type: 'event',
    index: source,
    depth: 0,
  }));

/** What every alert document has; `uuid` is its id too. */
function common(alert: Alert, rule: Rule | undefined, uuid: string, depth: number): Document {
  return {
    'kibana.alert.uuid': uuid,
    'kibana.alert.depth': depth,
    'kibana.alert.reason': reasonOf(alert),
    'kibana.alert.severity': alert.rule.severity,
    'kibana.alert.risk_score': alert.rule.risk_score,
    'kibana.alert.status': 'active',
    'kibana.alert.workflow_status': 'open',
    ...(alert.verdict === undefined
      ? {}
      : { 'kibana.alert.workflow_tags': [`Verdict: ${alert.verdict.class}`] }),
    'kibana.space_ids': ['default'],
    ...ruleFields(alert, rule),
  };
}

/** What Stemma knows beyond Elastic. */
const own = ({ clause, parent_source, facts, records, ancestry, verdict }: Alert): Document => ({
  stemma: present({
    clause,
    parent_source,
    facts,
    records,
    verdict,
    ancestry: ancestry.map(({ entity_id, pid, name, command_line, start, link }) => ({
      entity_id,
      pid,
      name,
      command_line,
      start,
      link,
    })),
  }),
});

function* documents(alert: Alert, rule: Rule | undefined): Iterable<Document> {
  const steps = alert.steps ?? [];
  const shared = (uuid: string, depth: number): Document => common(alert, rule, uuid, depth);
  const ids: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (step === null) continue;
    const uuid = createHash('sha256').update(`${alert.id}|${index}`).digest('hex');
    ids.push(uuid);
    const chain =
      step.process?.entity_id === alert.process?.entity_id
        ? alert.ancestry
        : (alert.chains?.find(({ process }) => process.entity_id === step.process?.entity_id)?.ancestry ??
          []);
    yield {
      '@timestamp': step.time,
      ...sourceFields(step, chain),
      ...eventFields(step.event),
      ...shared(uuid, 1),
      'kibana.alert.building_block_type': 'default',
      'kibana.alert.original_time': step.time,
      'kibana.alert.ancestors': lineage(step.records),
      'kibana.alert.group.id': alert.id,
      'kibana.alert.group.index': index,
    };
  }
  const isGroup = steps.length > 0;
  const blocks = ids.map((id) => ({ id, type: 'signal', index: ALERTS, depth: 1, rule: alert.rule.id }));
  yield {
    '@timestamp': alert.time,
    ...sourceFields(alert, alert.ancestry),
    ...eventFields(alert.event),
    ...shared(alert.id, isGroup ? 2 : 1),
    'kibana.alert.original_time': alert.time,
    'kibana.alert.ancestors': [...blocks, ...lineage(alert.records)],
    ...(isGroup ? { 'kibana.alert.group.id': alert.id } : {}),
    ...own(alert),
  };
}

/**
 * Alerts as the documents that Elastic's detection engine writes, for its bulk API: an action and a document a line each.
 * A sequence is a document for each event, a building block, and one for the whole. `@timestamp`, which Elastic sets to
 * when the rule ran, is the event's, so that the same inputs give the same bytes.
 */
export function* ecs(alerts: readonly Alert[], rules: readonly Rule[]): Iterable<string> {
  const byKey = new Map(rules.map((rule) => [`${rule.id}@${rule.version}`, rule] as const));
  for (const alert of alerts)
    for (const document of documents(alert, byKey.get(`${alert.rule.id}@${alert.rule.version}`)))
      yield `${safeJson({ create: { _id: document['kibana.alert.uuid'] } })}\n${safeJson(document)}\n`;
}
