import type { ExcerptNode } from '../../../model/tree-excerpt.ts';
import { LOOK } from './look.ts';
import type { ProcessRow, Row } from './rows.ts';
import { fitted, round, textAt, widthOf } from './text.ts';

/** What a row says beside the name. */
const SEEN: Record<ExcerptNode['seen_via'], string> = {
  start: '',
  already_running: 'already running',
  mentioned: 'start not seen',
  placeholder: 'not seen',
};

/** Where the dots of the rows stand. */
export type Indent = (depth: number) => number;

/** Indentation by depth: even, and narrower where the tree is deep. */
export function indentOf(rows: readonly Row[]): Indent {
  const deepest = rows.reduce((most, row) => (row.kind === 'process' ? Math.max(most, row.depth) : most), 0);
  const step = Math.min(LOOK.indent, LOOK.deepest / Math.max(1, deepest));
  return (depth) => LOOK.margin + 18 + depth * step;
}

const middle = (row: Row): number => row.y + LOOK.row / 2;

/** Lines from parents to children: one for the way down from each parent, those to alerts stronger and on top. */
export function linesOf(rows: readonly Row[], indent: Indent): string {
  const byPlace = new Map<number, ProcessRow>();
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) {
    if (row.kind === 'host') continue;
    byPlace.set(row.place, row);
    if (row.node.parent === null) continue;
    const siblings = children.get(row.node.parent);
    if (siblings === undefined) children.set(row.node.parent, [row]);
    else siblings.push(row);
  }
  const layers = { line: '', way: '', edge: '' };
  for (const [place, below] of children) {
    const parent = byPlace.get(place) as ProcessRow;
    const x = round(indent(parent.depth));
    const draw = (layer: keyof typeof layers, ends: readonly ProcessRow[]): void => {
      const last = ends.at(-1);
      if (last === undefined) return;
      const stubs = ends.map((child) => `M${x} ${round(middle(child))}H${round(indent(child.depth))}`);
      layers[layer] += `M${x} ${round(middle(parent))}V${round(middle(last))}${stubs.join('')}`;
    };
    draw('line', below);
    draw(
      'way',
      below.filter(({ leadsToAlert, node }) => leadsToAlert && node.alerts.length === 0),
    );
    draw(
      'edge',
      below.filter(({ node }) => node.alerts.length > 0),
    );
  }
  return Object.entries(layers)
    .map(([layer, path]) => (path === '' ? '' : `<path class="${layer}" d="${path}"/>\n`))
    .join('');
}

/** The dot, the name and what else a row has room for. */
export function treeCells(row: ProcessRow, indent: Indent, asked: boolean): string {
  const { node } = row;
  const hit = node.alerts.length > 0;
  const x = indent(row.depth);
  const y = middle(row);
  const dot = hit ? 'hit' : asked ? 'asked' : node.seen_via === 'start' ? 'seen' : 'unseen';
  const baseline = y + LOOK.name * 0.36;
  const parts = [
    `<circle class="${dot}" cx="${round(x)}" cy="${round(y)}" r="${hit || asked ? 4.5 : 3.5}"/>`,
  ];
  let at = x + 10;
  const put = (text: string, size: number, style: string, share: number): void => {
    const shown = fitted(text, size, Math.min(share, LOOK.treeEnd - at));
    if (shown === '') return;
    parts.push(textAt(at, baseline, size, style, shown));
    at += widthOf(shown, size) + 7;
  };
  put(node.name || '(no name)', LOOK.name, hit ? 'bad' : 'name', 260);
  put(String(node.pid ?? 'no pid'), LOOK.detail, 'dim', 90);
  const link =
    node.link === null || node.link.confidence === 1
      ? ''
      : `${node.link.method} ${node.link.confidence.toFixed(2)}`;
  const notes = [
    SEEN[node.seen_via],
    link,
    row.hidden > 0 ? `${row.hidden} more ${row.hidden === 1 ? 'child' : 'children'}` : '',
  ];
  const note = notes.filter(Boolean).join(', ');
  if (note !== '') put(`[${note}]`, LOOK.detail, 'warn', 260);
  const line = node.command_line ?? node.executable;
  if (line !== null && LOOK.treeEnd - at > 40) put(line, LOOK.detail, 'dim', LOOK.treeEnd);
  return parts.join('');
}
