import { sameStory } from '../model/same-story.ts';
import type { JudgedAlert } from './judge.ts';
import type { RelatedAlert, TriageReport } from './report.ts';

/** Alerts that are listed; the count is whole. */
const LISTED = 20;

const userOf = ({ process }: JudgedAlert): string | null =>
  process?.user.name ? [process.user.domain, process.user.name].filter(Boolean).join('\\') : null;

/** The other alerts of the same host or account within 48 hours, the nearest first. */
export function relatedTo(alert: JudgedAlert, alerts: readonly JudgedAlert[]): TriageReport['related'] {
  const found = sameStory(alert, alerts);
  return {
    count: found.length,
    alerts: found.slice(0, LISTED).map(({ place, because }): RelatedAlert => {
      const other = alerts[place] as JudgedAlert;
      return {
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
    }),
  };
}
