import { LINK_METHODS, type LinkMethod } from '../../model/link.ts';
import { cut, visible } from '../../model/text.ts';
import type { ExcerptNode } from '../../model/tree-excerpt.ts';
import { rowCommand } from './command-text.ts';
import { element, setText } from './element.ts';
import { marked } from './mark.ts';
import { NONE, nodeOf } from './outline.ts';
import { SEVERITIES, severityClass } from './severity.ts';
import type { ViewerState } from './state.ts';
import { shortTime } from './time-format.ts';
import type { PathTrace } from './tree-trace.ts';

/** The elements of a row of the tree, kept so that filling it anew makes none. */
export interface TreeRow {
  readonly root: HTMLElement;
  readonly cell: HTMLElement;
  readonly traceIn: HTMLElement;
  readonly traceDown: HTMLElement;
  readonly twisty: HTMLElement;
  readonly name: HTMLElement;
  readonly pid: HTMLElement;
  readonly alerts: HTMLElement;
  readonly link: HTMLElement;
  readonly command: HTMLElement;
  readonly more: HTMLElement;
  readonly user: HTMLElement;
  readonly start: HTMLElement;
  readonly bar: HTMLElement;
}

/** How a row's indentation and time are drawn at present. */
export interface RowSetting {
  /** Pixels a level. */
  readonly step: number;
  readonly oneDay: boolean;
  readonly trace: PathTrace;
}

/** Characters of a text that a row may hold, and that its title shows of a command line. */
const ONE_LINE = 400;
const IN_TITLE = 2_000;

/** Below this, a link is marked in the tree as one to doubt. */
const SURE = 0.8;
const GUESSED: Record<LinkMethod, string> = {
  entity_id: 'by id',
  ancestry: 'by the record’s list of ancestors',
  lifetime: 'by pid and lifetime',
  time: 'by pid and start alone',
  reported: 'only reported by the child',
};

export function makeTreeRow(): TreeRow {
  const span = (className: string): HTMLElement => element('span', { class: className });
  const twisty = element('span', { class: 'twisty', 'aria-hidden': 'true' });
  const [traceIn, traceDown] = [span('trace-in'), span('trace-down')];
  const [name, pid, alerts, link] = [span('name'), span('pid'), span('alert-mark'), span('link-mark')];
  const [command, more] = [span('command'), span('more')];
  const cell = element(
    'div',
    { class: 'process' },
    traceIn,
    traceDown,
    twisty,
    element('div', { class: 'label' }, name, pid, alerts, link, more),
    command,
  );
  const [user, start, bar] = [
    element('div', { class: 'user' }),
    element('div', { class: 'start' }),
    span('bar'),
  ];
  const time = element('div', { class: 'time' }, bar);
  const root = element('div', { role: 'treeitem' }, cell, user, start, time);
  return { root, cell, traceIn, traceDown, twisty, name, pid, alerts, link, command, more, user, start, bar };
}

/** Fills a row with what the state says of its item, but for the time's bar. */
export function fillTreeRow(row: TreeRow, index: number, state: ViewerState, setting: RowSetting): void {
  const { outline } = state;
  const item = state.rows[index] as number;
  const node = nodeOf(outline, item);
  const depth = outline.depth[item] as number;
  const open = state.expanded[item] === 1;
  const parent = (outline.firstChild[item] as number) !== NONE;
  const { root } = row;
  root.id = `item-${item}`;
  root.dataset.item = String(item);
  root.className = classOf(state, item, node, open, setting.trace.holds(index));
  root.setAttribute('aria-level', String(depth + 1));
  root.setAttribute('aria-posinset', String(outline.place[item]));
  root.setAttribute('aria-setsize', String(outline.siblings[item]));
  root.setAttribute('aria-selected', String(item === state.selected));
  if (parent) root.setAttribute('aria-expanded', String(open));
  else root.removeAttribute('aria-expanded');

  row.cell.style.paddingLeft = `${depth * setting.step + 4}px`;
  row.cell.style.setProperty('--guides', `${depth * setting.step}px`);
  setText(row.twisty, parent ? (open ? '▾' : '▸') : '');
  setting.trace.draw(row, index, setting.step);

  const mark = state.matches?.query.mark ?? null;
  if (node === undefined) fillHeading(row, state, item);
  else {
    marked(row.name, cut(node.name ?? '?', ONE_LINE), mark);
    marked(row.pid, String(node.pid ?? ''), mark);
    marked(row.command, cut(rowCommand(node), ONE_LINE), mark);
    row.command.title = visible(cut(node.command_line ?? '', IN_TITLE));
    setText(row.user, node.user.name ?? '');
    setText(row.start, shortTime(node.start, setting.oneDay));
    row.start.title = visible(node.start ?? '');
    setText(row.more, unseenChildren(state, item, node));
  }
  fillMarks(row, state, item, node, open);
}

function fillHeading(row: TreeRow, state: ViewerState, item: number): void {
  setText(row.name, state.outline.headings[item - state.outline.excerpt.nodes.length] ?? '');
  const count = state.outline.descendants[item] as number;
  setText(row.command, `${count.toLocaleString('en')} ${count === 1 ? 'process' : 'processes'}`);
  row.command.title = '';
  row.start.title = '';
  for (const part of [row.pid, row.user, row.start, row.more]) setText(part, '');
}

function fillMarks(
  row: TreeRow,
  state: ViewerState,
  item: number,
  node: ExcerptNode | undefined,
  open: boolean,
): void {
  const own = state.outline.worst[item] as number;
  const below = state.outline.worstBelow[item] as number;
  const count = node?.alerts.length ?? 0;
  const hidden = !open && below < SEVERITIES.length;
  const text =
    count > 0 ? `${SEVERITIES[own]}${count > 1 ? ` ×${count}` : ''}` : hidden ? 'alerts below' : '';
  setText(row.alerts, text);
  row.alerts.className = `alert-mark ${text === '' ? '' : severityClass(count > 0 ? own : below)} ${count > 0 ? '' : 'below'}`;
  const link = node?.link ?? null;
  const doubtful = link !== null && (link.confidence < SURE || link.rivals > 0);
  setText(row.link, doubtful ? '≈' : '');
  row.link.title = doubtful
    ? `Parent found ${GUESSED[link.method] ?? LINK_METHODS.at(-1)}; confidence ${link.confidence}, ${link.rivals} rivals`
    : '';
}

function classOf(
  state: ViewerState,
  item: number,
  node: ExcerptNode | undefined,
  open: boolean,
  onPath: boolean,
): string {
  const names = ['row'];
  if (node === undefined) names.push('heading');
  else if (node.seen_via !== 'start') names.push('inferred');
  if (item === state.selected) names.push('selected');
  if (onPath) names.push('on-path');
  if (state.alert !== NONE && item === state.outline.alertItem[state.alert]) names.push('target');
  const own = state.outline.worst[item] as number;
  if (own < SEVERITIES.length) names.push('alerted', severityClass(own));
  else if (!open && (state.outline.worstBelow[item] as number) < SEVERITIES.length)
    names.push('alerted-below');
  return names.join(' ');
}

function unseenChildren(state: ViewerState, item: number, node: ExcerptNode): string {
  const first = state.outline.firstChild[item] as number;
  const shown = first === NONE ? 0 : (state.outline.siblings[first] as number);
  const missing = node.childCount - shown;
  return missing > 0 ? `+${missing.toLocaleString('en')} not in this file` : '';
}
