import type { Alert, AlertRecord, LinkBrief } from './alert.ts';
import type { ProcessNode } from './process.ts';
import type { TriageContext } from './triage-context.ts';

/** One thing that a process did: a connection, a file, a registry value, a library, a logon … */
export interface ActivityBrief {
  readonly time: string | null;
  /** ECS `event.category`, the first of it. */
  readonly category: string;
  /** ECS `event.action`, or what the log calls it. */
  readonly action: string | null;
  /** What it was done to: a path, an address and port, a name; as the log has it, uncut. */
  readonly subject: string;
}

/** A process of an excerpt, with its place in it. */
export interface ExcerptNode extends ProcessNode {
  /** Index of its parent in `nodes`; null for a root of the excerpt, which may have a parent that was left out. */
  readonly parent: number | null;
  /** How its parent was found; null where it has none. */
  readonly link: LinkBrief | null;
  /** Children that the case knows, of which the excerpt may hold fewer. */
  readonly childCount: number;
  /** Indexes in `alerts` of those that are of this process. */
  readonly alerts: readonly number[];
  /** The records that it was merged from: the first of them, `recordCount` has how many there are. */
  readonly records: readonly AlertRecord[];
  readonly recordCount: number;
  /** What it did, by time: the first of it, `activityCount` has how much there is. */
  readonly activity: readonly ActivityBrief[];
  readonly activityCount: number;
  /** How much there is by category, whole; missing where nobody counted. */
  readonly activityByCategory?: Readonly<Record<string, number>>;
}

/** A part of the process forest, or all of it, as exporters and the viewer see it. */
export interface TreeExcerpt {
  /** What it shows, in a few words: the inputs, a host, an alert. */
  readonly title: string;
  /** Parents before their children; siblings by start, then rid. */
  readonly nodes: readonly ExcerptNode[];
  readonly alerts: readonly Alert[];
  /** Indexes in `nodes` of the processes that were asked for; none where a host or everything was. */
  readonly focus?: readonly number[];
  /** What was left out by caps, for a reader to know: `412 descendants of svchost.exe (4242) beyond --max-descendants 100`. */
  readonly omitted: readonly string[];
  /** What the investigation of its alerts finds; absent where it was not asked for. */
  readonly context?: TriageContext;
}
