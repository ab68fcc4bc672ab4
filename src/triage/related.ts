import type { JudgedAlert } from './judge.ts';
import type { RelatedAlert, TriageReport } from './report.ts';

/** Hours before and after an alert in which others may belong to it, in milliseconds. */
const WINDOW = 48 * 3_600_000;

/** Alerts that are listed; the count is whole. */
const LISTED = 20;

/** Accounts of every host: sharing one of them means nothing. */
const EVERYBODY = /^(system|local service|network service|anonymous logon|.*\$)$/i;

const userOf = ({ process }: JudgedAlert): string | null =>
  process?.user.name ? [process.user.domain, process.user.name].filter(Boolean).join('\\') : null;

const sameUser = (a: JudgedAlert, b: JudgedAlert): boolean => {
  const [one, other] = [a.process?.user, b.process?.user];
  if (!one?.name || EVERYBODY.test(one.name)) return false;
  return one.id !== null && other?.id
    ? one.id === other.id
    : one.name.toLowerCase() === other?.name?.toLowerCase();
};

/** The other alerts of the same host or account within 48 hours, the nearest first. */
export function relatedTo(alert: JudgedAlert, alerts: readonly JudgedAlert[]): TriageReport['related'] {
  const time = Date.parse(alert.time);
  const found = alerts.flatMap((other): { readonly distance: number; readonly related: RelatedAlert }[] => {
    if (other.id === alert.id) return [];
    const distance = Math.abs(Date.parse(other.time) - time);
    const because = [
      ...(other.host.name === alert.host.name ? (['host'] as const) : []),
      ...(sameUser(alert, other) ? (['user'] as const) : []),
    ];
    if (because.length === 0 || !(distance <= WINDOW)) return [];
    const related: RelatedAlert = {
      id: other.id,
      time: other.time,
      host: other.host,
      rule: other.rule.name,
      verdict: other.verdict.class,
      process: other.process?.name ?? null,
      parent: other.process?.parent.name ?? null,
      user: userOf(other),
      because,
    };
    return [{ distance, related }];
  });
  found.sort((a, b) => a.distance - b.distance || (a.related.id < b.related.id ? -1 : 1));
  return { count: found.length, alerts: found.slice(0, LISTED).map(({ related }) => related) };
}
