/** One of the things that several logs of one process may say differently. */
export type ConflictField = 'image' | 'user' | 'parent';

/** What one log says of a process, where another says otherwise. */
export interface Conflict {
  readonly rid: number;
  readonly field: ConflictField;
  /** The log, or the log and in brackets who is meant: `ecs (real parent)`. */
  readonly log: string;
  readonly value: string;
}
