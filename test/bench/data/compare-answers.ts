import type { Alert } from '../../../src/model/alert.ts';
import type { Answer } from './fleet-logs.ts';

type Told = Pick<Alert['ancestry'][number], 'name' | 'pid'>;

/** One log, CrowdStrike's, does not tell the pid of a parent that it did not see start. */
const isSame = (expected: Answer['chain'][number], told: Told | undefined): boolean =>
  told?.name?.toLowerCase() === expected.name.toLowerCase() &&
  (told.pid === expected.pid || told.pid === null);

const listed = (chain: readonly Told[]): string => chain.map(({ name, pid }) => `${name} ${pid}`).join(' < ');

const key = (host: string | undefined, pid: unknown, start: string): string =>
  `${host} ${pid} ${start.slice(0, 16)}`;

/** In what the alerts of a fleet differ from its answers, a sentence each: what was not found, what else was, and wrong chains. */
export function compareAnswers(alerts: readonly Alert[], answers: readonly Answer[]): string[] {
  const found = new Map<string, Alert>();
  const wrong: string[] = [];
  for (const alert of alerts) {
    const { process, host } = alert;
    found.set(key(host.name, process?.pid, process?.start ?? alert.time ?? ''), alert);
  }
  for (const answer of answers) {
    const place = key(answer.host, answer.pid, answer.start);
    const alert = found.get(place);
    if (alert === undefined) {
      wrong.push(`not found: ${answer.child} ${place}`);
      continue;
    }
    found.delete(place);
    const { chain, whole } = answer;
    const isRight = chain.every((each, index) => isSame(each, alert.ancestry[index]));
    if (!isRight || (whole && alert.ancestry.length !== chain.length))
      wrong.push(`wrong chain: ${answer.child} ${place}: ${listed(alert.ancestry)} for ${listed(chain)}`);
  }
  for (const [place, alert] of found) wrong.push(`also found: ${alert.process?.name} ${place}`);
  return wrong;
}
