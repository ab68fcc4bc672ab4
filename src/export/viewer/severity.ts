import type { Alert } from '../../model/alert.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Severities of rules, worst first; a rank is an index in it. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;

/** Rank of a severity, 0 the worst; an unknown one ranks last. */
export function severityRank(severity: string): number {
  const rank = (SEVERITIES as readonly string[]).indexOf(severity);
  return rank < 0 ? SEVERITIES.length - 1 : rank;
}

/** Class that colours what has an alert of that rank. */
export function severityClass(rank: number): string {
  return `severity-${SEVERITIES[rank] ?? 'low'}`;
}

/** The verdict of an alert that triage has seen. */
export function verdictOf(alert: Alert): Verdict | null {
  return alert.verdict ?? null;
}
