import { createHash } from 'node:crypto';
import type { Alert, AlertRecord, ProcessBrief, ReportedParent, Sample } from '../model/alert.ts';
import type { FieldName } from '../model/field.ts';
import { logRank } from '../model/link.ts';
import type { ProcessNode } from '../model/process.ts';
import type { Rule } from '../model/rule.ts';
import { isoTime } from '../model/time.ts';
import type { Cell } from '../store/database.ts';
import type { WholeEvent } from '../store/event-rows.ts';
import { ancestry, type ProcessGraph } from '../tree/graph.ts';
import { factsOf } from './facts.ts';

/** What is known of one hit process when its alert is written. */
export interface AlertParts {
  readonly rule: Rule;
  readonly process: ProcessNode;
  /** The start records of the process in all logs, and its end where the rule is true of that; `matched` has the clause of those of which the rule is true, by event. */
  readonly events: readonly WholeEvent[];
  readonly matched: ReadonlyMap<number, string>;
  readonly siblings: { readonly count: number; readonly first: readonly ProcessNode[] };
  readonly descendants: { readonly count: number; readonly first: readonly ProcessNode[] };
}

/** Ancestors that an alert lists at most: a chain that goes on was forged, and would make the output grow with its square. */
export const LONGEST_CHAIN = 256;

const text = (event: WholeEvent, field: FieldName): string | null => event.fields[field] as string | null;
const list = (event: WholeEvent, field: FieldName): string[] =>
  (event.fields[field] as string[] | null) ?? [];
const time = (value: Cell): string | null => (typeof value === 'number' ? isoTime(value) : null);

/** What an output tells of a process in a chain or a sample. */
export function brief(process: ProcessNode): ProcessBrief {
  const { entity_id, pid, name, executable, command_line, start, end, user, seen_via } = process;
  return { entity_id, pid, name, executable, command_line, start, end, user, seen_via };
}

const sample = ({ count, first }: AlertParts['siblings']): Sample => ({ count, sample: first.map(brief) });

/** Identity of a record that no copy of it and no order of files changes. */
function recordIdentity(event: WholeEvent, process: ProcessNode): string {
  const recordId = text(event, 'winlog.record_id');
  return recordId === null
    ? [
        'process',
        text(event, 'host.id'),
        text(event, 'host.name'),
        text(event, 'process.entity_id') ?? process.entity_id,
        time(event.fields['@timestamp']),
      ].join('|')
    : [
        'record',
        text(event, 'winlog.computer_name')?.toLowerCase(),
        text(event, 'winlog.channel'),
        recordId,
        // A log that was cleared numbers its records from 1 again.
        time(event.fields['@timestamp']),
      ].join('|');
}

/** Writes the alert for one process of which the rule is true. */
export function writeAlert(graph: ProcessGraph, parts: AlertParts): Alert {
  const { rule, process } = parts;
  const matching = parts.events
    .filter((event) => parts.matched.has(event.event))
    .map((event) => ({ event, rank: logRank(event.source), content: JSON.stringify(event.fields) }))
    .sort((a, b) => a.rank - b.rank || (a.content < b.content ? -1 : Number(a.content > b.content)))
    .map(({ event }) => event);
  const event = matching[0] as WholeEvent;
  const identity = matching.map((each) => recordIdentity(each, process)).sort()[0] as string;
  const parent: ReportedParent = {
    entity_id: text(event, 'process.parent.entity_id'),
    pid: event.fields['process.parent.pid'] as number | null,
    name: text(event, 'process.parent.name'),
    executable: text(event, 'process.parent.executable'),
    command_line: text(event, 'process.parent.command_line'),
  };
  const { rid: _, host, ...self } = process;
  const whole = ancestry(graph, process.entity_id, LONGEST_CHAIN + 1);
  const chain = whole.slice(0, LONGEST_CHAIN);
  return {
    id: createHash('sha256').update(`${rule.id}|${identity}`).digest('hex'),
    rule: {
      id: rule.id,
      name: rule.name,
      version: rule.version,
      severity: rule.severity,
      risk_score: rule.riskScore,
      threat: rule.threat,
    },
    clause: parts.matched.get(event.event) as string,
    time: time(event.fields['@timestamp']) ?? process.start ?? '',
    host,
    event: {
      category: list(event, 'event.category'),
      type: list(event, 'event.type'),
      action: text(event, 'event.action'),
      code: text(event, 'event.code'),
      provider: text(event, 'event.provider'),
      dataset: text(event, 'event.dataset'),
    },
    process: { ...self, command_line: text(event, 'process.command_line') ?? self.command_line, parent },
    parent_source: event.parent_source,
    ancestry: chain.map(({ process: ancestor, edge }) => ({ ...brief(ancestor), link: edge })),
    siblings: sample(parts.siblings),
    descendants: sample(parts.descendants),
    facts: factsOf(event, process, whole, LONGEST_CHAIN),
    records: parts.events.map((record) => describeRecord(record, parts.matched)),
  };
}

const describeRecord = (event: WholeEvent, matched: ReadonlyMap<number, string>): AlertRecord => ({
  source: event.path,
  record: event.record,
  log: event.source,
  matched: matched.has(event.event),
});
