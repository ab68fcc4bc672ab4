import type { LinkMethod } from './link.ts';
import type { ProcessNode } from './process.ts';
import type { Threat } from './rule.ts';

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

/** One anomalous parent-child edge with its full ancestry. */
export interface Alert {
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
  /** The branch of the rule that is true, as EQL. */
  readonly clause: string;
  readonly time: string;
  readonly host: { readonly id: string | null; readonly name: string };
  readonly event: {
    readonly category: readonly string[];
    readonly type: readonly string[];
    readonly action: string | null;
    readonly code: string | null;
    readonly provider: string | null;
    readonly dataset: string | null;
  };
  readonly process: Omit<ProcessNode, 'rid' | 'host'> & { readonly parent: ReportedParent };
  /** Whether the record itself named the parent, or the tree did. */
  readonly parent_source: 'reported' | 'resolved' | null;
  /** Nearest first, to the root. */
  readonly ancestry: readonly Ancestor[];
  readonly siblings: Sample;
  readonly descendants: Sample;
  /** What a reader should know before believing the alert, in fixed words. */
  readonly facts: readonly string[];
  readonly records: readonly AlertRecord[];
}
