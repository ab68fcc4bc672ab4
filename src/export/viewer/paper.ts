import type { Alert } from '../../model/alert.ts';
import { cut } from '../../model/text.ts';
import { alertEdge } from './alert-order.ts';
import { rowCommand } from './command-text.ts';
import { append, type Child, element } from './element.ts';
import { nodeOf } from './outline.ts';
import { SEVERITIES, severityClass, severityRank, verdictOf } from './severity.ts';
import type { ViewerState } from './state.ts';

/** Rows and alerts that go on paper at most, and characters of a command line. */
const ROWS = 2_000;
const ALERTS = 500;
const COMMAND = 1_000;
const BRIEF = 300;
/** Points that a level is indented, and the most that all levels take. */
const STEP = 8;
const DEEPEST_INDENT = 150;

/**
 * The page for paper, made when it is printed: the alerts that are listed, the details of what is chosen, and the rows of
 * the tree that are open, with their times as text and command lines in full.
 */
export function paper(state: ViewerState, listed: readonly number[], details: Node): HTMLElement {
  const { title, omitted } = state.outline.excerpt;
  return element(
    'div',
    { class: 'paper' },
    element('h1', {}, element('span', { class: 'brand' }, 'Stemma'), ' ', title),
    ...alertTable(state, listed),
    element('div', { class: 'details paper-details' }, details),
    ...processTable(state),
    omitted.length > 0 && element('h2', {}, 'Not in this file'),
    omitted.length > 0 && element('ul', {}, ...omitted.map((text) => element('li', {}, text))),
  );
}

function table(name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = element('tr', {}, ...heads.map((each) => element('th', {}, each)));
  return element('table', { class: name }, element('thead', {}, head), element('tbody', {}, ...rows));
}

function alertTable({ outline, alert: chosen }: ViewerState, listed: readonly number[]): Child[] {
  const { alerts } = outline.excerpt;
  if (alerts.length === 0) return [];
  const rows = listed.slice(0, ALERTS).map((index) => {
    const alert = alerts[index] as Alert;
    const rank = severityRank(alert.rule.severity);
    return element(
      'tr',
      { class: `${severityClass(rank)} ${index === chosen ? 'chosen' : ''}` },
      element('td', { class: 'when' }, shortened(alert.time)),
      element(
        'td',
        {},
        element('span', { class: 'severity' }, `${SEVERITIES[rank]} ${alert.rule.risk_score}`),
        element('div', {}, verdictOf(alert)?.class),
      ),
      element('td', {}, alert.host.name),
      element(
        'td',
        {},
        element('strong', {}, cut(alertEdge(alert), COMMAND)),
        element('div', {}, `${alert.rule.name} v${alert.rule.version}`),
        element('div', { class: 'mono' }, cut(alert.process?.command_line ?? '', BRIEF)),
        element('div', { class: 'mono dim' }, cut(alert.clause, BRIEF)),
      ),
    );
  });
  return [
    element('h2', {}, heading('Alerts', listed.length, alerts.length)),
    table('paper-alerts', ['Time (UTC)', 'Severity, verdict', 'Host', 'What'], rows),
    leftOut(listed.length - rows.length, 'alerts'),
  ];
}

function processTable(state: ViewerState): Child[] {
  const { outline, rows } = state;
  const printed = rows.slice(0, ROWS);
  let deepest = 1;
  for (const item of printed) deepest = Math.max(deepest, outline.depth[item] as number);
  const step = Math.min(STEP, DEEPEST_INDENT / deepest);
  const onPath = new Set(state.path);
  const made = Array.from(printed, (item) => {
    const node = nodeOf(outline, item);
    const indented = element('td', {});
    indented.style.paddingLeft = `${((outline.depth[item] as number) * step).toFixed(1)}pt`;
    const row = element('tr', { class: onPath.has(item) ? 'on-path' : '' });
    if (node === undefined) {
      append(indented, [element('strong', {}, outline.headings[item - outline.excerpt.nodes.length])]);
      row.className = 'heading';
      append(row, [element('td', {}), indented, element('td', {})]);
      return row;
    }
    const worst = outline.worst[item] as number;
    const command = rowCommand(node);
    append(indented, [
      element(node.seen_via === 'start' ? 'strong' : 'em', {}, node.name ?? '?'),
      ` ${node.pid ?? ''} `,
      worst < SEVERITIES.length &&
        element('span', { class: `alert-mark ${severityClass(worst)}` }, SEVERITIES[worst]),
      command !== '' && element('div', { class: 'mono' }, cut(command, COMMAND)),
    ]);
    append(row, [
      element('td', { class: 'when' }, node.start === null ? '' : shortened(node.start)),
      indented,
      element('td', {}, node.user.name),
    ]);
    return row;
  });
  return [
    element('h2', {}, heading('Processes', rows.length, outline.size)),
    table('paper-tree', ['Start (UTC)', 'Process and command line', 'User'], made),
    leftOut(rows.length - printed.length, 'rows'),
  ];
}

const heading = (what: string, shown: number, all: number): string =>
  `${what} (${shown === all ? '' : `${shown.toLocaleString('en')} of `}${all.toLocaleString('en')})`;

const leftOut = (count: number, what: string): Child =>
  count > 0 &&
  element('p', { class: 'unprinted' }, `${count.toLocaleString('en')} more ${what} are not printed.`);

const shortened = (time: string): string => time.slice(0, 19).replace('T', ' ');
