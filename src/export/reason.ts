import type { Alert } from '../model/alert.ts';
import { eventSubject } from '../model/alert-subject.ts';
import { labelOf } from '../model/process.ts';

/** What an alert says, in a sentence: what happened, by whom and where, and which rule found it. */
export function reasonOf(alert: Alert): string {
  const { process, rule } = alert;
  const parent = process?.parent.name ?? alert.ancestry[0]?.name;
  const account = [process?.user.domain, process?.user.name].filter(Boolean).join('\\');
  const subject = eventSubject(alert);
  const things = [
    ...(process === null ? [] : [`process ${labelOf(process)}`]),
    ...(parent ? [`parent process ${parent}`] : []),
    ...(subject === null ? [] : [`subject ${subject}`]),
  ];
  return [
    `${alert.event.category[0] ?? 'an'} event`,
    ...(things.length === 0 ? [] : [`with ${things.join(', ')},`]),
    ...(account === '' ? [] : [`by ${account}`]),
    `on ${alert.host.name} created ${rule.severity} alert ${rule.name}.`,
  ].join(' ');
}
