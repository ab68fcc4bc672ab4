import type { ClockFinding } from './clock.ts';
import type { ConflictField } from './conflict.ts';

/** What stands in the place of the parent's image, and is none: `?`, `-`, a mandatory label. */
export interface MalformedParent {
  readonly log: string;
  readonly written: string;
  readonly records: number;
}

/** What a reader should know of a case before believing it. */
export interface Findings {
  /** Records that came twice. */
  readonly copies: number;
  readonly clocks: readonly ClockFinding[];
  /** Processes of which several logs say different things, by what it is. */
  readonly conflicts: Readonly<Partial<Record<ConflictField, number>>>;
  readonly malformedParents: readonly MalformedParent[];
}
