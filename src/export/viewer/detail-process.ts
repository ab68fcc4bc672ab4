import type { SeenVia } from '../../model/link.ts';
import type { ExcerptNode } from '../../model/tree-excerpt.ts';
import { copyButtons, copyJson } from './copy.ts';
import { activitySection } from './detail-activity.ts';
import { facts, jump, recordList, section, sectionWith } from './detail-parts.ts';
import { linkMeaning, linkText, pathSection } from './detail-path.ts';
import { type Child, element } from './element.ts';
import { longText } from './long-text.ts';
import { labelOf } from './outline.ts';
import { severityClass, severityRank } from './severity.ts';
import type { ViewerState } from './state.ts';
import { duration } from './time-format.ts';

const SEEN: Record<SeenVia, string | null> = {
  start: null,
  already_running: 'was running already when the log began',
  mentioned: 'never seen to start: other records mention it',
  placeholder: 'never seen: stands for what a child says of its parent',
};

/** Everything that is known of a process. */
export function processDetails(state: ViewerState, item: number, node: ExcerptNode): Child[] {
  const mark = state.matches?.query.mark ?? null;
  return [
    element(
      'h2',
      { tabindex: '-1' },
      node.name ?? '?',
      element('span', { class: 'pid' }, `pid ${node.pid ?? 'unknown'}`),
    ),
    SEEN[node.seen_via] && element('p', { class: 'note' }, SEEN[node.seen_via]),
    alertList(state, node),
    node.command_line !== null &&
      sectionWith(
        'Command line',
        copyButtons(node.command_line, 'the command line'),
        longText(node.command_line, mark),
      ),
    section(
      'Process',
      facts([
        ['Image', mono(node.executable)],
        ['User', userName(node)],
        ['Started', node.start],
        ['Ended', ended(node)],
        ['Host', node.host.name],
        ['Entity id', mono(node.entity_id)],
        ['Children', node.childCount.toLocaleString('en')],
        ['Below it here', (state.outline.descendants[item] as number).toLocaleString('en')],
      ]),
    ),
    linkSection(node),
    pathSection(state, item),
    fileSection(node),
    activitySection(node, mark),
    node.records.length > 0 &&
      section(
        `Records (${node.recordCount.toLocaleString('en')})`,
        recordList(node.records, node.recordCount),
      ),
    copyJson(node, 'what this file has of the process'),
  ];
}

/** A heading's details: the host and how much of it there is. */
export function hostDetails(state: ViewerState, item: number): Child[] {
  return [
    element('h2', { tabindex: '-1' }, labelOf(state.outline, item)),
    facts([['Processes here', (state.outline.descendants[item] as number).toLocaleString('en')]]),
  ];
}

function alertList(state: ViewerState, node: ExcerptNode): Child {
  const others = node.alerts.filter((index) => index !== state.alert);
  if (others.length === 0) return null;
  const entries = others.map((index) => {
    const alert = state.outline.excerpt.alerts[index];
    if (alert === undefined) return null;
    return element(
      'li',
      { class: severityClass(severityRank(alert.rule.severity)) },
      element('span', { class: 'severity' }, alert.rule.severity),
      ' ',
      jump(alert.rule.name, () => state.chooseAlert(index)),
    );
  });
  return section(
    others.length === node.alerts.length ? 'Alerts' : 'Other alerts',
    element('ul', { class: 'alert-list' }, ...entries),
  );
}

function linkSection({ link }: ExcerptNode): Child {
  if (link === null) return null;
  return section(
    'Link to its parent',
    facts([
      ['Method', linkText(link)],
      ['That is', linkMeaning(link)],
    ]),
  );
}

function fileSection({ hash, code_signature: signature }: ExcerptNode): Child {
  const rows = (['sha256', 'sha1', 'md5'] as const).flatMap((name) => {
    const value = hash[name];
    if (value === null) return [];
    return [
      [name.toUpperCase(), element('span', {}, mono(value), ' ', copyButtons(value, `the ${name}`))] as const,
    ];
  });
  const { words, doubtful } = signatureWords(signature);
  if (rows.length === 0 && words === '') return null;
  return section(
    'File',
    facts([
      ...rows,
      ['Signer', signature.subject_name],
      ['Signature', words === '' ? null : element('span', { class: doubtful ? 'doubt' : '' }, words)],
    ]),
  );
}

/** What is known of a signature, and whether it speaks against the image; no words where nothing is known. */
export function signatureWords({ exists, trusted, status, subject_name }: ExcerptNode['code_signature']): {
  readonly words: string;
  readonly doubtful: boolean;
} {
  const trust = exists === false ? 'not signed' : trustWords(trusted);
  const known = [...new Set([trust, status])].filter(Boolean).join(', ');
  const present = exists === true || subject_name !== null ? 'signed, not known whether rightly' : '';
  return { words: known || present, doubtful: trusted !== true };
}

function trustWords(value: boolean | null): string | null {
  return value === null ? null : value ? 'trusted' : 'not trusted';
}

function ended(node: ExcerptNode): string | null {
  if (node.end === null) return null;
  const lived = node.start === null ? Number.NaN : Date.parse(node.end) - Date.parse(node.start);
  return Number.isNaN(lived) ? node.end : `${node.end} (after ${duration(lived)})`;
}

function userName({ user }: ExcerptNode): string | null {
  const name = [user.domain, user.name].filter((part) => part !== null).join('\\');
  return (
    [name, user.id === null ? '' : name === '' ? user.id : `(${user.id})`].filter(Boolean).join(' ') || null
  );
}

function mono(text: string | null): Child {
  return text === null ? null : element('span', { class: 'mono' }, text);
}
