import { isoTime } from '../../model/time.ts';
import type { ChainLink, Seen, TriageReport } from '../../triage/report.ts';
import { counted, number } from './counted.ts';

/** A part of a report: rows under headings, or lines of text. */
export interface Section {
  readonly title: string;
  readonly head?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Text in the place of rows: Markdown of a rule. */
  readonly text?: string;
  /** What is said where there is nothing. */
  readonly none: string;
}

const time = (microseconds: number | null): string => (microseconds === null ? '' : isoTime(microseconds));

const seen = (what: Seen | null): string =>
  what === null
    ? ''
    : `${number(what.processes)} on ${counted(what.hosts, 'host')}, ${counted(what.days, 'day')}`;

const signature = ({ signature: { signed, trusted, status, signer } }: ChainLink): string => {
  if (signed === false) return 'not signed';
  return [
    signer,
    trusted === false
      ? `not trusted${status === null ? '' : ` (${status})`}`
      : trusted === true
        ? 'trusted'
        : status,
  ]
    .filter(Boolean)
    .join(', ');
};

const HOME = { true: 'where it belongs', false: 'NOT where it belongs', null: '' } as const;

const label = (name: string | null, pid: number | null): string => `${name ?? '?'} (${pid ?? '?'})`;

const account = (user: ChainLink['user']): string =>
  [user.domain, user.name].filter(Boolean).join('\\') || (user.id ?? '');

const sample = (title: string, { count, sample: first }: TriageReport['siblings']): Section => ({
  title: `${title} (${number(count)})`,
  head: ['process', 'start', 'command line'],
  rows: first.map((each) => [
    label(each.name, each.pid),
    each.start ?? '',
    each.command_line ?? each.executable ?? '',
  ]),
  none: 'none',
});

/** The parts of a report, in the order in which an analyst asks; texts are as the logs have them, not yet safe. */
export function sectionsOf(report: TriageReport): Section[] {
  return [
    {
      title: 'Reasons',
      head: ['weight', 'kind', 'what speaks for it'],
      rows: report.reasons.map(({ weight, kind, text }) => [
        weight > 0 ? `+${weight}` : String(weight),
        kind,
        text,
      ]),
      none: 'nothing explains it and nothing damns it',
    },
    {
      title: 'Chain, from the process to the root',
      head: ['process', 'user', 'image', 'place', 'signature', 'path seen', 'hash seen'],
      rows: report.chain.map((each) => [
        label(each.name, each.pid),
        account(each.user),
        each.executable ?? '',
        HOME[`${each.at_home}`],
        signature(each),
        seen(each.prevalence.path),
        seen(each.prevalence.hash),
      ]),
      none: 'the alert is of no process',
    },
    {
      title: 'Command lines',
      rows: report.chain.flatMap((each) =>
        each.command_line ? [[label(each.name, each.pid), each.command_line]] : [],
      ),
      none: 'none recorded',
    },
    {
      title: `Other alerts of the host or the user within 48 hours (${number(report.related.count)})`,
      head: ['time', 'verdict', 'host', 'edge', 'user', 'same', 'id'],
      rows: report.related.alerts.map((each) => [
        each.time,
        each.verdict,
        each.host.name,
        `${each.parent ?? '?'} → ${each.process ?? '?'}`,
        each.user ?? '',
        each.because.join(' and '),
        each.id.slice(0, 12),
      ]),
      none: 'none',
    },
    {
      title: 'What the process did',
      head: ['what', 'count', 'time', 'action', 'subject'],
      rows: report.activity.flatMap(({ category, count, first }) =>
        first.map((each, index) => [
          index === 0 ? category : '',
          index === 0 ? number(count) : '',
          time(each.time),
          each.action ?? '',
          each.subject,
        ]),
      ),
      none: 'no network, dns, file, registry or other record names it',
    },
    sample('Descendants', report.descendants),
    sample('Siblings', report.siblings),
    {
      title: 'Services that run the image',
      head: ['installed', 'service', 'account', 'image'],
      rows: report.services.map((each) => [
        time(each.time),
        each.name ?? '',
        each.account ?? '',
        each.image ?? '',
      ]),
      none: 'none recorded (System 7045, Security 4697)',
    },
    {
      title: 'Logons: the own, and those within an hour',
      head: ['time', 'event', 'type', 'account', 'from', 'logon id'],
      rows: report.logons.map((each) => [
        time(each.time),
        [each.code, each.action].filter(Boolean).join(' '),
        each.type ?? '',
        [each.domain, each.user].filter(Boolean).join('\\'),
        [each.address, each.workstation].filter(Boolean).join(' '),
        `${each.logon_id ?? ''}${each.own ? ' (own)' : ''}`,
      ]),
      none: 'none recorded (Security 4624)',
    },
    {
      title: 'Hashes to look up; nothing was fetched',
      rows: report.lookups.flatMap(({ image, hash, links }) => [
        [image ?? '?', hash],
        ...links.map((link) => ['', link]),
      ]),
      none: 'no hash recorded',
    },
    { title: 'Response', rows: [], text: report.response, none: 'the rule file has no steps' },
  ];
}
