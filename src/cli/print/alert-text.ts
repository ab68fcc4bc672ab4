import { type Alert, type AlertRecord, type AlertStep, ECS_GROUPS, type Sample } from '../../model/alert.ts';
import { eventSubject } from '../../model/alert-subject.ts';
import { cut, visible } from '../../model/text.ts';
import { printChain, processLabel } from './chain.ts';
import type { Terminal } from './terminal.ts';
import { reasonLine, verdictLine } from './verdict.ts';

/** Longest command line, in characters, that an alert prints; the other formats have it whole. */
const COMMAND_LINE_CAP = 600;

const account = (user: NonNullable<Alert['process']>['user']): string =>
  visible([user.domain, user.name].filter((part) => part !== null).join('\\') || (user.id ?? ''));

const technique = (alert: Alert): string =>
  [
    ...new Set(
      alert.rule.threat.flatMap((threat) =>
        threat.technique.flatMap((entry) =>
          (entry.subtechnique.length > 0 ? entry.subtechnique : [entry]).map(
            (leaf) => `${leaf.name} (${leaf.id})`,
          ),
        ),
      ),
    ),
  ].join(', ');

const sample = ({ count, sample: first }: Sample): string => {
  const names = first.map(processLabel).join(', ');
  return `${count}${count === 0 ? '' : `: ${names}${count > first.length ? `, and ${count - first.length} more` : ''}`}`;
};

const record = ({ source, record: number, log, matched }: AlertRecord): string =>
  `${visible(source)} #${number} (${log}${matched ? '' : ', does not match'})`;

/** What an event is about: `FileCreate C:\\a.dll`. */
const subject = (event: AlertStep | Alert): string =>
  visible(
    [event.event.action ?? event.event.category.join(', '), eventSubject(event)].filter(Boolean).join('  '),
  );

/** The events of a sequence, a line each. */
const steps = (alert: Alert): string[] =>
  (alert.steps ?? []).map((step, index) =>
    step === null
      ? `${index + 1}  (missing, as the rule asks)`
      : `${index + 1}  ${step.time}  ${step.process === null ? '' : `${processLabel(step.process)}  `}${cut(subject(step), 100)}`,
  );

type Line = [name: string, value: string];

const aboutProcess = (process: NonNullable<Alert['process']>): Line[] => [
  ['command line', cut(visible(process.command_line ?? ''), COMMAND_LINE_CAP)],
  ['executable', visible(process.executable ?? '')],
  ['sha256', process.hash.sha256 ?? ''],
  [
    'signature',
    visible([process.code_signature.status, process.code_signature.subject_name].filter(Boolean).join(', ')),
  ],
];

/** One alert for reading: what, when, where, the chain with the anomalous edge marked, and what to know about it. */
export function printAlert(terminal: Terminal, alert: Alert): string {
  const { color, width } = terminal;
  const { process } = alert;
  const isEdge = !ECS_GROUPS.some((group) => group in alert);
  const fields: Line[] = [
    ['time', alert.time],
    ['host', visible(alert.host.name)],
    ['user', process === null ? '' : account(process.user)],
    ['att&ck', technique(alert)],
    ['clause', alert.clause],
    ['verdict', alert.verdict === undefined ? '' : verdictLine(terminal, alert.verdict)],
    ['event', isEdge ? '' : cut(subject(alert), COMMAND_LINE_CAP)],
  ];
  const about: Line[] = [
    ...(process === null ? [] : aboutProcess(process)),
    ['descendants', process === null ? '' : sample(alert.descendants)],
    ['siblings', process === null ? '' : sample(alert.siblings)],
    ['records', alert.records.map(record).join(', ')],
  ];
  const write = ([name, value]: Line): string => `  ${color.dim(name.padEnd(13))}${value}`;
  const filled = ([, value]: Line): boolean => value !== '';
  const severity = `${alert.rule.severity} ${alert.rule.risk_score}`;
  const narrower = { ...terminal, width: width - 2 };
  const chains = [
    ...(alert.chains ?? []).map((chain) => printChain(narrower, chain.process, chain.ancestry, false)),
    ...(process === null
      ? []
      : [printChain(narrower, process, alert.ancestry, isEdge && alert.steps === undefined)]),
  ];
  const blocks = [steps(alert), ...chains].filter((lines) => lines.length > 0);
  return [
    `${color.bold(color.yellow(`▲ ${visible(alert.rule.name)}`))} ${color.dim(`v${alert.rule.version} · ${severity} · ${alert.id.slice(0, 12)}`)}`,
    ...fields.filter(filled).map(write),
    '',
    ...blocks.flatMap((lines) => [...lines.map((line) => `  ${line}`), '']),
    ...about.filter(filled).map(write),
    ...(alert.verdict?.reasons ?? [])
      .filter(({ weight }) => weight !== 0 || alert.verdict?.class === 'artifact')
      .map(reasonLine),
    ...alert.facts.map((fact) => `  ${color.yellow('!')} ${visible(fact)}`),
    '',
  ].join('\n');
}
