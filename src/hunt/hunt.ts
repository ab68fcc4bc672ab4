import type { Alert } from '../model/alert.ts';
import type { Exception } from '../model/exception.ts';
import type { Rule } from '../model/rule.ts';
import type { Database } from '../store/database.ts';
import type { EventScope } from '../store/event-rows.ts';
import type { CompiledRule } from './compile.ts';
import { type ExceptionReport, nothingHidden } from './except.ts';
import { findMatches, type RuleMatches } from './find-matches.ts';
import { writeAlerts } from './write-alerts.ts';

/** What one rule took in a hunt. */
export interface RuleStatistics {
  readonly rule: Rule;
  /** Events that SQL left for the exact predicate. */
  readonly candidates: number;
  /** Events, or sequences of them, of which the rule is true. */
  readonly matches: number;
  /** Spent on this rule alone; the scan that all rules share is not in it. */
  readonly milliseconds: number;
}

/** How a hunt runs. */
export interface HuntOptions extends EventScope {
  /** Most siblings and most descendants that an alert samples; counts are whole. */
  readonly sampleSize?: number | undefined;
  /** Put every event before the predicate, without SQL narrowing. */
  readonly exhaustive?: boolean | undefined;
  /** Told of each rule when its turn comes. */
  readonly onRule?: ((rule: Rule) => void) | undefined;
  /** Alerts of which one of these is true are left out. */
  readonly exceptions?: readonly Exception[] | undefined;
  /** Told of what the exceptions left out, where there are any. */
  readonly onExceptions?: ((report: ExceptionReport) => void) | undefined;
  readonly onStatistics?: ((statistics: readonly RuleStatistics[]) => void) | undefined;
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
  const results = await findMatches(database, rules, options);
  const found = rules.flatMap(({ rule }, index) =>
    (results[index]?.matches ?? []).map((match) => ({ rule, match })),
  );
  options.onStatistics?.(
    rules.map(({ rule }, index) => {
      const { matches, candidates, milliseconds } = results[index] as RuleMatches;
      return { rule, candidates, matches: matches.length, milliseconds };
    }),
  );
  const { exceptions = [] } = options;
  if (found.length === 0) {
    if (exceptions.length > 0) options.onExceptions?.(nothingHidden(exceptions));
    return [];
  }
  const { shown, report } = await writeAlerts(
    database,
    found,
    options.sampleSize ?? DEFAULT_SAMPLE_SIZE,
    exceptions,
  );
  if (exceptions.length > 0) options.onExceptions?.(report);
  return shown;
}
