/** What several logs of one process may say differently. */
export const CONFLICT_FIELDS = ['image', 'user', 'parent'] as const;

/** One of the things that several logs of one process say differently. */
export type ConflictField = (typeof CONFLICT_FIELDS)[number];

/** What one log says of a process, where another says otherwise. */
export interface Conflict {
  readonly rid: number;
  readonly field: ConflictField;
  /** The log, or the log and in brackets who is meant: `ecs (real parent)`. */
  readonly log: string;
  readonly value: string;
}
