/** How a process's parent was found, surest first. */
export const LINK_METHODS = ['entity_id', 'ancestry', 'lifetime', 'time', 'reported'] as const;

/**
 * - `entity_id`: the record names the parent's id, and a process of that id is known on the host.
 * - `ancestry`: the record's list of ancestors names it (`process.Ext.ancestry`).
 * - `lifetime`: the latest process of that host and pid started before the child and had not ended; where the record
 *   reports the parent's image or start, they agree.
 * - `time`: as `lifetime`, but neither an end nor an image was there to check against, or it ended a moment before.
 * - `reported`: no such process was seen; a placeholder stands for what the child says of its parent.
 */
export type LinkMethod = (typeof LINK_METHODS)[number];

/** How sure a link is with no rival, from 0 to 1; each rival, a process that could as well be meant, divides it further. */
export const CONFIDENCE: Record<LinkMethod, number> = {
  entity_id: 1,
  ancestry: 0.95,
  lifetime: 0.9,
  time: 0.5,
  reported: 0.6,
};

/** Clocks of one host are trusted to this many milliseconds where an exact id says who the parent is. */
export const ID_CLOCK_TOLERANCE_MS = 300_000;

/** Two records are of one process when host, pid and image agree and their starts lie at most this far apart. */
export const MERGE_TOLERANCE_MS = 1_000;

/** Logs write one start at most this far apart, as a rule: of so near ones the image need not agree. */
export const SAME_MOMENT_MS = 20;

/** How a process came to be known. */
export type SeenVia = 'start' | 'already_running' | 'mentioned' | 'placeholder';

/** A child's link to its parent, by rid. */
export interface ParentLink {
  readonly child: number;
  readonly parent: number;
  readonly method: LinkMethod;
  readonly confidence: number;
  /** How many other processes could as well be the parent. */
  readonly rivals: number;
}

/**
 * Which log's record speaks for a process that several have, first first: vendors' agents (any source not named here),
 * then Sysmon, then the Security log.
 */
export const LOG_RANK: Readonly<Record<string, number>> = { sysmon: 1, security: 2 };

/** Rank of a log by its source name; see LOG_RANK. */
export const logRank = (source: string): number => LOG_RANK[source] ?? 0;
