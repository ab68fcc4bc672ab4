import type { Alert } from '../model/alert.ts';
import type { Database } from '../store/database.ts';
import type { EventScope } from '../store/event-rows.ts';
import type { CompiledRule } from './compile.ts';
import { findMatches } from './find-matches.ts';
import { writeAlerts } from './write-alerts.ts';

/** How a hunt runs. */
export interface HuntOptions extends EventScope {
  /** Most siblings and most descendants that an alert samples; counts are whole. */
  readonly sampleSize?: number | undefined;
  /** Put every event before the predicate, without SQL narrowing. */
  readonly exhaustive?: boolean | undefined;
}

/** What an alert samples around its process by default. */
export const DEFAULT_SAMPLE_SIZE = 10;

/**
 * Runs rules over a linked case, in order of time, host and process: one alert for each rule and process that starts,
 * ends or was running, for each rule and event of any other kind, and for each sequence.
 */
export async function hunt(
  database: Database,
  rules: readonly CompiledRule[],
  options: HuntOptions = {},
): Promise<Alert[]> {
  const matches = await findMatches(database, rules, options);
  const found = rules.flatMap(({ rule }, index) => (matches[index] ?? []).map((match) => ({ rule, match })));
  return found.length === 0 ? [] : writeAlerts(database, found, options.sampleSize ?? DEFAULT_SAMPLE_SIZE);
}
