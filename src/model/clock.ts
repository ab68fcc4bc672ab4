/** The log whose records carry a time in UTC of their own beside the time that the event log, or its exporter, wrote. */
export const CLOCK_WITNESS = 'sysmon';

/** The logs of the same hosts that have nothing but the time that was written. */
export const CLOCK_FOLLOWERS = ['security', 'system'] as const;

/** Clocks are off by time zones, which are multiples of this. */
export const CLOCK_STEP_SECONDS = 900;

/** A record is written at most so long after what it tells of, for its times to be evidence. */
export const CLOCK_EVIDENCE_SECONDS = 60;

/** So many records must agree for a shift to be believed, and it must not be longer than this. */
export const LEAST_CLOCK_EVIDENCE = 3;
export const MOST_CLOCK_SHIFT_SECONDS = 86_400;

/** What the records of one file and host show of the times that were written: local times, marked as UTC. */
export interface ClockFinding {
  readonly path: string;
  readonly host: string;
  /** Written time less the true one: the least and the greatest that was found, equal where the evidence is unanimous. */
  readonly shift_seconds: { readonly least: number; readonly greatest: number };
  /** Records with both times. */
  readonly evidence: number;
  /** Records that have the written time alone, and those of them that were corrected. */
  readonly affected: number;
  readonly repaired: number;
}
