import { createHash } from 'node:crypto';
import {
  type Alert,
  type AlertEvent,
  type AlertRecord,
  type AlertStep,
  type Ancestor,
  ECS_GROUPS,
} from '../model/alert.ts';
import { groupBy } from '../model/group-by.ts';
import type { Rule } from '../model/rule.ts';
import { safeJson } from '../model/text.ts';
import { commonTo, type Document, present } from './ecs-document.ts';
import { executionOf, ruleFields } from './ecs-rule.ts';
import { reasonOf, reasonOfStep } from './reason.ts';

/** Ancestors that Elastic's own agent lists at most. */
const ANCESTRY = 20;

/** Where Elastic keeps alerts. */
const ALERTS = '.alerts-security.alerts-default';

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

/** The records that a rule is true of, as the documents that it comes from. */
const lineage = (records: readonly AlertRecord[]): Document[] =>
  records.map(({ source, record }) => ({
    id: `${source}#${record}`,
    type: 'event',
    index: source,
    depth: 0,
  }));

/** What every alert document has; `uuid` is its id too. */
function common(alert: Alert, { rule, execution }: Run, uuid: string, depth: number): Document {
  return {
    'kibana.alert.uuid': uuid,
    'kibana.alert.depth': depth,
    'kibana.alert.severity': alert.rule.severity,
    'kibana.alert.risk_score': alert.rule.risk_score,
    'kibana.alert.start': alert.time,
    'kibana.alert.last_detected': alert.time,
    'kibana.alert.status': 'active',
    'kibana.alert.workflow_status': 'open',
    ...(alert.verdict === undefined
      ? {}
      : { 'kibana.alert.workflow_tags': [`Verdict: ${alert.verdict.class}`] }),
    'kibana.space_ids': ['default'],
    ...ruleFields(alert, rule, execution),
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

/** The rule of alerts, where it is at hand, and the id of the run that found them. */
interface Run {
  readonly rule: Rule | undefined;
  readonly execution: string;
}

/** The events of a sequence as building blocks; each says what it is of the group. */
function* buildingBlocks(alert: Alert, run: Run): Iterable<Document> {
  for (const [index, step] of (alert.steps ?? []).entries()) {
    if (step === null) continue;
    const own = step.process?.entity_id;
    const chain =
      own === alert.process?.entity_id
        ? alert.ancestry
        : (alert.chains?.find(({ process }) => process.entity_id === own)?.ancestry ?? []);
    yield {
      '@timestamp': step.time,
      ...sourceFields(step, chain),
      ...eventFields(step.event),
      ...common(alert, run, createHash('sha256').update(`${alert.id}|${index}`).digest('hex'), 1),
      'kibana.alert.reason': reasonOfStep(step, alert.rule, chain[0]?.name),
      'kibana.alert.original_time': step.time,
      'kibana.alert.ancestors': lineage(step.records),
      'kibana.alert.building_block_type': 'default',
      'kibana.alert.group.id': alert.id,
      'kibana.alert.group.index': index,
    };
  }
}

/** The documents of a sequence: its building blocks, and the one for the whole, which has what they have in common. */
function* sequenceDocuments(alert: Alert, run: Run): Iterable<Document> {
  const blocks = [...buildingBlocks(alert, run)];
  yield* blocks;
  const {
    'kibana.alert.building_block_type': _,
    'kibana.alert.group.index': __,
    ...shared
  } = commonTo(blocks);
  yield {
    ...shared,
    '@timestamp': alert.time,
    ...common(alert, run, alert.id, 2),
    'kibana.alert.reason': reasonOf(alert),
    'kibana.alert.original_time': blocks[0]?.['kibana.alert.original_time'] ?? alert.time,
    'kibana.alert.ancestors': blocks.flatMap((block) => [
      ...(block['kibana.alert.ancestors'] as Document[]),
      { id: block['kibana.alert.uuid'], type: 'signal', index: ALERTS, depth: 1, rule: alert.rule.id },
    ]),
    'kibana.alert.group.id': alert.id,
    ...own(alert),
  };
}

function* documents(alert: Alert, run: Run): Iterable<Document> {
  if ((alert.steps ?? []).some((step) => step !== null)) return yield* sequenceDocuments(alert, run);
  yield {
    '@timestamp': alert.time,
    ...sourceFields(alert, alert.ancestry),
    ...eventFields(alert.event),
    ...common(alert, run, alert.id, 1),
    'kibana.alert.reason': reasonOf(alert),
    'kibana.alert.original_time': alert.time,
    'kibana.alert.ancestors': lineage(alert.records),
    ...own(alert),
  };
}

/**
 * Alerts as the documents that Elastic's detection engine writes, for its bulk API: an action and a document a line each.
 * A sequence is a document for each event, a building block, and one for the whole. What Elastic takes from the clock
 * (`@timestamp`, `kibana.alert.start`, `last_detected`) is the event's time, and what it draws at random (the execution's
 * uuid) is worked out from the alerts, so that the same inputs give the same bytes.
 */
export function* ecs(alerts: readonly Alert[], rules: readonly Rule[]): Iterable<string> {
  const key = ({ id, version }: Pick<Rule, 'id' | 'version'>): string => `${id}@${version}`;
  const byKey = new Map(rules.map((rule) => [key(rule), rule] as const));
  const runs = new Map(
    [...groupBy(alerts, ({ rule }) => key(rule))].map(
      ([id, found]) =>
        [id, { rule: byKey.get(id), execution: executionOf((found[0] as Alert).rule, found) }] as const,
    ),
  );
  for (const alert of alerts)
    for (const document of documents(alert, runs.get(key(alert.rule)) as Run))
      yield `${safeJson({ create: { _id: document['kibana.alert.uuid'] } })}\n${safeJson(document)}\n`;
}
