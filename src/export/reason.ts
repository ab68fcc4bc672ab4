import type { Alert, AlertEvent, AlertStep, EcsGroups } from '../model/alert.ts';
import { eventSubject } from '../model/alert-subject.ts';
import { labelOf, type ProcessNode } from '../model/process.ts';

/** What of an alert, or of one event of a sequence, its reason is made of. */
type Told = EcsGroups & {
  readonly event: AlertEvent;
  readonly host: Alert['host'];
  readonly process: Pick<ProcessNode, 'name' | 'pid' | 'user'> | null;
};

/** What an alert says, in a sentence: what happened, by whom and where, and which rule found it. */
export function reasonOf(alert: Alert): string {
  return sentence(alert, alert.rule, alert.process?.parent.name ?? alert.ancestry[0]?.name);
}

/** The same of one event of a sequence; `parent` is the name of its process's parent, where that is known. */
export function reasonOfStep(
  step: AlertStep,
  rule: Alert['rule'],
  parent: string | null | undefined,
): string {
  return sentence(step, rule, parent);
}

function sentence(told: Told, rule: Alert['rule'], parent: string | null | undefined): string {
  const { process } = told;
  const account = [process?.user.domain, process?.user.name].filter(Boolean).join('\\');
  const subject = eventSubject(told);
  const things = [
    ...(process === null ? [] : [`process ${labelOf(process)}`]),
    ...(parent ? [`parent process ${parent}`] : []),
    ...(subject === null ? [] : [`subject ${subject}`]),
  ];
  return [
    `${told.event.category[0] ?? 'an'} event`,
    ...(things.length === 0 ? [] : [`with ${things.join(', ')},`]),
    ...(account === '' ? [] : [`by ${account}`]),
    `on ${told.host.name} created ${rule.severity} alert ${rule.name}.`,
  ].join(' ');
}
