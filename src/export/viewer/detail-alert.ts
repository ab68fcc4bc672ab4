import type { Alert, EcsValue } from '../../model/alert.ts';
import { ECS_GROUPS } from '../../model/alert.ts';
import { cut } from '../../model/text.ts';
import type { Verdict } from '../../model/verdict.ts';
import { copyButtons, copyJson } from './copy.ts';
import { facts, recordList, section, sectionWith } from './detail-parts.ts';
import { stepList } from './detail-steps.ts';
import { type Child, element } from './element.ts';
import { longText } from './long-text.ts';
import { severityClass, severityRank, verdictOf } from './severity.ts';
import type { ViewerState } from './state.ts';

/** What an alert says, by itself: rule, clause, verdict, what to know before believing it, its event and records. */
export function alertDetails(state: ViewerState, alert: Alert): HTMLElement {
  const { rule, event } = alert;
  const verdict = verdictOf(alert);
  const rank = severityRank(rule.severity);
  return element(
    'article',
    { class: `alert-detail ${severityClass(rank)}`, 'aria-label': 'The chosen alert' },
    element('p', { class: 'severity' }, `${rule.severity} · risk ${rule.risk_score}`),
    element('h2', { tabindex: '-1' }, rule.name),
    verdict !== null && verdictPart(verdict),
    sectionWith('Clause that is true', copyButtons(alert.clause, 'the clause'), longText(alert.clause, null)),
    facts([
      ['Time', alert.time],
      ['Host', alert.host.name],
      ['Event', eventText(event)],
      ['ATT&CK', techniques(alert)],
      ...parentFacts(alert),
      ['Rule', `version ${rule.version}, ${rule.id}`],
    ]),
    alert.facts.length > 0 && section('Before you believe it', list(alert.facts)),
    alert.steps !== undefined && section('Events of the sequence', stepList(state, alert.steps)),
    groupSection(alert),
    section('Records', recordList(alert.records)),
    copyJson(alert, 'the alert'),
  );
}

function parentFacts({ process, parent_source }: Alert): (readonly [string, Child])[] {
  if (process === null || parent_source === null) return [];
  const { name, pid, executable, command_line } = process.parent;
  const source =
    parent_source === 'resolved' ? 'found in the tree: the record names none' : 'as the record says';
  return [
    ['Parent', `${name ?? executable ?? '?'} (${pid ?? '?'}), ${source}`],
    [
      'Its command',
      command_line === null ? null : element('span', { class: 'mono' }, cut(command_line, 2_000)),
    ],
  ];
}

function verdictPart({ class: name, score, reasons }: Verdict): HTMLElement {
  return element(
    'div',
    { class: 'verdict-part' },
    element('strong', {}, `Verdict: ${name}, score ${score}`),
    list(
      reasons.map(
        ({ weight, text }) =>
          `${weight === 0 ? '' : `${weight > 0 ? '+' : ''}${weight} `}${cut(text, 2_000)}`,
      ),
    ),
  );
}

function list(texts: readonly string[]): HTMLElement {
  return element('ul', {}, ...texts.map((text) => element('li', {}, text)));
}

function eventText(event: Alert['event']): string {
  const kind = [...event.category, ...event.type].join(' ');
  const rest = [
    event.action,
    event.code && `code ${event.code}`,
    event.outcome,
    event.provider,
    event.dataset,
  ];
  return [kind, ...rest].filter(Boolean).join(' · ');
}

function techniques({ rule }: Alert): Child {
  const named = rule.threat.flatMap(({ tactic, technique }) => [
    `${tactic.id} ${tactic.name}`,
    ...technique.flatMap(({ id, name, subtechnique }) => [
      `${id} ${name}`,
      ...subtechnique.map((sub) => `${sub.id} ${sub.name}`),
    ]),
  ]);
  return named.length === 0 ? null : element('div', {}, ...named.map((text) => element('div', {}, text)));
}

/** The event's own fields, by their dotted names. */
function groupSection(alert: Alert): Child {
  const fields = ECS_GROUPS.flatMap((group) => [...leaves(group, alert[group])]);
  if (fields.length === 0) return null;
  const entries = fields.map(([name, value]) =>
    element(
      'li',
      {},
      element('span', { class: 'dim' }, `${name} `),
      element('span', { class: 'mono' }, value),
    ),
  );
  return section('Fields of the event', element('ul', { class: 'fields' }, ...entries));
}

function* leaves(name: string, value: EcsValue | undefined): Iterable<readonly [string, string]> {
  if (value === undefined) return;
  if (typeof value === 'object' && !isList(value))
    for (const [inner, member] of Object.entries(value)) yield* leaves(`${name}.${inner}`, member);
  else yield [name, isList(value) ? value.join(', ') : String(value)];
}

function isList(value: EcsValue): value is readonly string[] {
  return Array.isArray(value);
}
