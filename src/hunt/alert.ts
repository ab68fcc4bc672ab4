import { createHash } from 'node:crypto';
import {
  type Alert,
  type AlertChain,
  type AlertRecord,
  type AlertStep,
  type Ancestor,
  alertRule,
  type ReportedParent,
  type Sample,
} from '../model/alert.ts';
import type { Conflict } from '../model/conflict.ts';
import type { ProcessNode } from '../model/process.ts';
import type { Rule } from '../model/rule.ts';
import type { WholeEvent } from '../store/whole-events.ts';
import { ancestry, type GraphAncestor, type ProcessGraph } from '../tree/graph.ts';
import { brief } from './brief.ts';
import { eventBrief, groupsOf, textOf, timeOf } from './event-brief.ts';
import { factsOf } from './facts.ts';
import { recordIdentity } from './record-identity.ts';

/** A process of an alert with what stands around it in the tree. */
export interface Surrounded {
  readonly process: ProcessNode;
  readonly siblings: Sample;
  readonly descendants: Sample;
  /** What its logs say differently. */
  readonly conflicts: readonly Conflict[];
}

/** One event of an alert. */
export interface AlertedEvent {
  readonly clause: string;
  readonly event: WholeEvent;
  readonly around: Surrounded | undefined;
  /** The records that say the same, and those of other logs of the same process's start. */
  readonly records: readonly WholeEvent[];
  /** Those of them of which the rule is true. */
  readonly matched: ReadonlySet<number>;
}

/** What an alert is written from: one event, or those of a sequence, null for one that is rightly missing. */
export interface AlertParts {
  readonly rule: Rule;
  readonly clause: string;
  readonly events: readonly (AlertedEvent | null)[];
}

/** Ancestors that an alert lists at most: a chain that goes on was forged, and would make the output grow with its square. */
export const LONGEST_CHAIN = 256;

const NOBODY: Sample = { count: 0, sample: [] };

/** Writes alerts over one graph; what they say of one process they share. */
export function alertWriter(graph: ProcessGraph): (parts: AlertParts) => Alert {
  const chains = new Map<string, readonly GraphAncestor[]>();
  const chainOf = (process: ProcessNode): readonly GraphAncestor[] => {
    const known = chains.get(process.entity_id) ?? ancestry(graph, process.entity_id, LONGEST_CHAIN + 1);
    chains.set(process.entity_id, known);
    return known;
  };
  const listed = new Map<string, readonly Ancestor[]>();
  const ancestryOf = (process: ProcessNode): readonly Ancestor[] => {
    const known =
      listed.get(process.entity_id) ??
      chainOf(process)
        .slice(0, LONGEST_CHAIN)
        .map(({ process: ancestor, edge }) => ({ ...brief(ancestor), link: edge }));
    listed.set(process.entity_id, known);
    return known;
  };
  return (parts) => {
    const present = parts.events.filter((each) => each !== null);
    const last = present.at(-1) as AlertedEvent;
    const { event, around } = last;
    const own = around?.process;
    const chain = own === undefined ? [] : chainOf(own);
    const identity = present.map((each) => identityOf(each)).join('+');
    const { rule } = parts;
    return {
      id: createHash('sha256').update(`${rule.id}|${identity}`).digest('hex'),
      rule: alertRule(rule),
      clause: parts.clause,
      time: timeOf(event) ?? own?.start ?? '',
      host: event.host,
      event: eventBrief(event),
      ...groupsOf(event),
      process: own === undefined ? null : describeProcess(own, event),
      parent_source: event.parent_source,
      ancestry: own === undefined ? [] : ancestryOf(own),
      siblings: around?.siblings ?? NOBODY,
      descendants: around?.descendants ?? NOBODY,
      facts: own === undefined ? [] : factsOf(event, own, chain, last.around?.conflicts ?? [], LONGEST_CHAIN),
      records: recordsOf(present),
      ...(parts.events.length === 1
        ? {}
        : { steps: parts.events.map(step), chains: otherChains(present, own, ancestryOf) }),
    };
  };
}

/** Of records that say the same, the smallest: no order of files changes it. */
const identityOf = ({ records, matched, around }: AlertedEvent): string =>
  records
    .filter(({ event }) => matched.has(event))
    .map((record) => recordIdentity(record, around?.process))
    .sort()[0] as string;

function describeProcess(process: ProcessNode, event: WholeEvent): NonNullable<Alert['process']> {
  const { rid: _, host: __, ...self } = process;
  const parent: ReportedParent = {
    entity_id: textOf(event, 'process.parent.entity_id'),
    pid: (event.fields['process.parent.pid'] as number | undefined) ?? null,
    name: textOf(event, 'process.parent.name'),
    executable: textOf(event, 'process.parent.executable'),
    command_line: textOf(event, 'process.parent.command_line'),
  };
  return { ...self, command_line: textOf(event, 'process.command_line') ?? self.command_line, parent };
}

const recordsOf = (events: readonly AlertedEvent[]): AlertRecord[] =>
  events.flatMap(({ records, matched }) =>
    records.map(({ path, record, source, event }) => ({
      source: path,
      record,
      log: source,
      matched: matched.has(event),
    })),
  );

function step(part: AlertedEvent | null): AlertStep | null {
  if (part === null) return null;
  const { clause, event, around } = part;
  return {
    clause,
    time: timeOf(event) ?? '',
    host: event.host,
    event: eventBrief(event),
    ...groupsOf(event),
    process: around === undefined ? null : brief(around.process),
    records: recordsOf([part]),
  };
}

function otherChains(
  events: readonly AlertedEvent[],
  own: ProcessNode | undefined,
  ancestryOf: (process: ProcessNode) => readonly Ancestor[],
): AlertChain[] {
  const others = new Map<string, ProcessNode>();
  for (const { around } of events)
    if (around !== undefined && around.process !== own) others.set(around.process.entity_id, around.process);
  return [...others.values()].map((process) => ({ process: brief(process), ancestry: ancestryOf(process) }));
}
