import type { Alert, AlertRecord, Sample } from '../../model/alert.ts';
import { cut, visible } from '../../model/text.ts';
import { printChain, processLabel } from './chain.ts';
import type { Terminal } from './terminal.ts';

/** Longest command line, in characters, that an alert prints; the other formats have it whole. */
const COMMAND_LINE_CAP = 600;

const account = (user: Alert['process']['user']): string =>
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

/** One alert for reading: what, when, where, the chain with the anomalous edge marked, and what to know about it. */
export function printAlert(terminal: Terminal, alert: Alert): string {
  const { color, width } = terminal;
  const { process } = alert;
  const fields: [name: string, value: string][] = [
    ['time', alert.time],
    ['host', visible(alert.host.name)],
    ['user', account(process.user)],
    ['att&ck', technique(alert)],
    ['clause', alert.clause],
  ];
  const about: [name: string, value: string][] = [
    ['command line', cut(visible(process.command_line ?? ''), COMMAND_LINE_CAP)],
    ['executable', visible(process.executable ?? '')],
    ['sha256', process.hash.sha256 ?? ''],
    [
      'signature',
      visible(
        [process.code_signature.status, process.code_signature.subject_name].filter(Boolean).join(', '),
      ),
    ],
    ['descendants', sample(alert.descendants)],
    ['siblings', sample(alert.siblings)],
    ['records', alert.records.map(record).join(', ')],
  ];
  const write = ([name, value]: [string, string]): string => `  ${color.dim(name.padEnd(13))}${value}`;
  const filled = ([, value]: [string, string]): boolean => value !== '';
  const severity = `${alert.rule.severity} ${alert.rule.risk_score}`;
  return [
    `${color.bold(color.yellow(`▲ ${visible(alert.rule.name)}`))} ${color.dim(`v${alert.rule.version} · ${severity} · ${alert.id.slice(0, 12)}`)}`,
    ...fields.filter(filled).map(write),
    '',
    ...printChain({ ...terminal, width: width - 2 }, process, alert.ancestry, true).map(
      (line) => `  ${line}`,
    ),
    '',
    ...about.filter(filled).map(write),
    ...alert.facts.map((fact) => `  ${color.yellow('!')} ${visible(fact)}`),
    '',
  ].join('\n');
}
