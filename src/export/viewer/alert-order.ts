import type { Alert } from '../../model/alert.ts';
import { eventSubject } from '../../model/alert-subject.ts';
import { VERDICT_CLASSES, type Verdict } from '../../model/verdict.ts';
import { severityRank, verdictOf } from './severity.ts';

/** What of the alerts is listed, and in which order. */
export interface AlertFilter {
  /** Ranks of severities that are left out. */
  readonly without: ReadonlySet<number>;
  /** Exact host, rule or verdict; empty for any. */
  readonly host: string;
  readonly verdict: string;
  /** Part of what a card says. */
  readonly text: string;
  readonly sort: AlertSort;
}

type Compare = (a: Alert, b: Alert) => number;

const byText =
  (key: (alert: Alert) => string): Compare =>
  (a, b) => {
    const [one, other] = [key(a), key(b)];
    return one < other ? -1 : Number(one > other);
  };
const byTime = byText((alert) => alert.time);

/** The suspicious first; what triage has not seen last. */
const verdictRank = (verdict: Verdict | null): number =>
  verdict === null ? VERDICT_CLASSES.length : VERDICT_CLASSES.indexOf(verdict.class);

const bySeverity: Compare = (a, b) =>
  severityRank(a.rule.severity) - severityRank(b.rule.severity) || b.rule.risk_score - a.rule.risk_score;
const byVerdict: Compare = (a, b) =>
  verdictRank(verdictOf(a)) - verdictRank(verdictOf(b)) ||
  (verdictOf(b)?.score ?? 0) - (verdictOf(a)?.score ?? 0);

/** Orders of alerts, by their names in the page. */
export const ALERT_SORTS = {
  Severity: (a, b) => bySeverity(a, b) || byVerdict(a, b),
  Verdict: (a, b) => byVerdict(a, b) || bySeverity(a, b),
  Time: byTime,
  Rule: byText((alert) => alert.rule.name),
  Host: byText((alert) => alert.host.name),
} satisfies Record<string, Compare>;

/** Name of an order. */
export type AlertSort = keyof typeof ALERT_SORTS;

/** All alerts, the worst first. */
export const NO_FILTER: AlertFilter = {
  without: new Set(),
  host: '',
  verdict: '',
  text: '',
  sort: 'Severity',
};

/** Indexes of the alerts that pass, sorted; by time, then as they come, where the order says nothing. */
export function listedAlerts(alerts: readonly Alert[], filter: AlertFilter): number[] {
  const text = filter.text.trim().toLowerCase();
  const compare = ALERT_SORTS[filter.sort];
  return alerts
    .map((alert, index) => ({ alert, index }))
    .filter(
      ({ alert }) =>
        !filter.without.has(severityRank(alert.rule.severity)) &&
        (filter.host === '' || alert.host.name === filter.host) &&
        (filter.verdict === '' || verdictOf(alert)?.class === filter.verdict) &&
        (text === '' || cardText(alert).includes(text)),
    )
    .sort((a, b) => compare(a.alert, b.alert) || byTime(a.alert, b.alert) || a.index - b.index)
    .map(({ index }) => index);
}

/** The edge or the event that an alert is of, in a line: `WINWORD.EXE → cmd.exe`. */
export function alertEdge(alert: Alert): string {
  const { process } = alert;
  if (process === null) return [alert.event.action, eventSubject(alert)].filter(Boolean).join(' ');
  const parent = process.parent.name ?? alert.ancestry[0]?.name;
  const subject = eventSubject(alert);
  const child = process.name ?? '?';
  if (subject !== null) return `${child} · ${alert.event.action ?? 'event'} ${subject}`;
  return parent ? `${parent} → ${child}` : child;
}

function cardText(alert: Alert): string {
  const verdict = verdictOf(alert);
  return [alert.rule.name, alert.clause, alert.host.name, alertEdge(alert), alert.id, verdict?.class ?? '']
    .join('\n')
    .toLowerCase();
}
