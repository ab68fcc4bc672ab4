import type { LinkMethod } from './link.ts';
import type { ProcessNode } from './process.ts';
import type { Rule, Threat } from './rule.ts';
import type { Verdict } from './verdict.ts';

/** What an output tells of one process of a chain or of a sample. */
export type ProcessBrief = Pick<
  ProcessNode,
  'entity_id' | 'pid' | 'name' | 'executable' | 'command_line' | 'start' | 'end' | 'seen_via'
> & { readonly user: ProcessNode['user'] };

/** A link as an output tells it. */
export interface LinkBrief {
  readonly method: LinkMethod;
  readonly confidence: number;
  readonly rivals: number;
}

/** One process above the alert's; `link` says how its child, the entry before it, was tied to it. */
export interface Ancestor extends ProcessBrief {
  readonly link: LinkBrief;
}

/** How many there are, and the first of them. */
export interface Sample {
  readonly count: number;
  readonly sample: readonly ProcessBrief[];
}

/** One record that an alert rests on. */
export interface AlertRecord {
  /** Path of the input, as the user gave it. */
  readonly source: string;
  /** 1-based number of the record in it. */
  readonly record: number;
  /** Which log wrote it: `sysmon`, `security`, `ecs`. */
  readonly log: string;
  /** Whether the rule is true of this record; the other logs of the same process are named too. */
  readonly matched: boolean;
}

/** The parent as the matching record reports it, or as resolved where it reports none. */
export interface ReportedParent {
  readonly entity_id: string | null;
  readonly pid: number | null;
  readonly name: string | null;
  readonly executable: string | null;
  readonly command_line: string | null;
}

/** What an event is, in the words of ECS. */
export interface AlertEvent {
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly action: string | null;
  readonly code: string | null;
  readonly outcome: string | null;
  readonly provider: string | null;
  readonly dataset: string | null;
}

/** A value of an ECS object: nested as the dotted names are, without what is missing. */
export type EcsValue = string | number | boolean | readonly string[] | { readonly [name: string]: EcsValue };

/** Groups of ECS fields that say what an event that is no process's start or end is about. */
export const ECS_GROUPS = [
  'file',
  'dll',
  'registry',
  'network',
  'source',
  'destination',
  'dns',
  'service',
  'winlog',
] as const;

/** Those of the groups of which an event has something. */
export type EcsGroups = { readonly [Group in (typeof ECS_GROUPS)[number]]?: EcsValue };

/** One event of a sequence or a sample, with what it is about; null where a term must be missing and was. */
export interface AlertStep extends EcsGroups {
  readonly clause: string;
  readonly time: string;
  readonly host: { readonly id: string | null; readonly name: string };
  readonly event: AlertEvent;
  readonly process: ProcessBrief | null;
  readonly records: readonly AlertRecord[];
}

/** A process of a sequence with its own way up to the root. */
export interface AlertChain {
  readonly process: ProcessBrief;
  /** Nearest first, to the root. */
  readonly ancestry: readonly Ancestor[];
}

/**
 * What a rule found: one anomalous parent-child edge, or an event of any other kind, or several events in sequence, with
 * the full ancestry of the process. Of a sequence, the last event stands for the whole.
 */
export interface Alert extends EcsGroups {
  /** SHA-256 over rule and record identity: the same for the same record in overlapping exports. */
  readonly id: string;
  readonly rule: {
    readonly id: string;
    readonly name: string;
    readonly version: number;
    readonly severity: string;
    readonly risk_score: number;
    readonly threat: readonly Threat[];
  };
  /** The branch of the rule that is true, as EQL; of a sequence its outline. */
  readonly clause: string;
  readonly time: string;
  readonly host: { readonly id: string | null; readonly name: string };
  readonly event: AlertEvent;
  /** The process that the event is of; null where it is of none, as the loading of a driver. */
  readonly process: (Omit<ProcessNode, 'rid' | 'host'> & { readonly parent: ReportedParent }) | null;
  /** Whether the record itself named the parent, or the tree did. */
  readonly parent_source: 'reported' | 'resolved' | null;
  /** Nearest first, to the root. */
  readonly ancestry: readonly Ancestor[];
  readonly siblings: Sample;
  readonly descendants: Sample;
  /** What a reader should know before believing the alert, in fixed words. */
  readonly facts: readonly string[];
  readonly records: readonly AlertRecord[];
  /** What triage makes of it; absent where it was not asked. */
  readonly verdict?: Verdict;
  /** The events of a sequence or a sample, in the order of its terms. */
  readonly steps?: readonly (AlertStep | null)[];
  /** The processes of a sequence or a sample other than the alert's own, each once. */
  readonly chains?: readonly AlertChain[];
}

/** Entity ids of the processes that an alert is of: its own first, then the others of a sequence. */
export const processesOf = (alert: Alert): string[] => [
  ...(alert.process === null ? [] : [alert.process.entity_id]),
  ...(alert.chains ?? []).map(({ process }) => process.entity_id),
];

/** What an alert tells of a rule. */
export const alertRule = (rule: Rule): Alert['rule'] => ({
  id: rule.id,
  name: rule.name,
  version: rule.version,
  severity: rule.severity,
  risk_score: rule.riskScore,
  threat: rule.threat,
});
