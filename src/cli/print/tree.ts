import type { Alert } from '../../model/alert.ts';
import { visible } from '../../model/text.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { linkLabel, processLabel, SEEN } from './chain.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';
import { columnsOf, cutColumns } from './width.ts';

type Paint = (text: string) => string;

/** What lines under a parent begin with: while it has more children, and after its last. */
const GOES_ON = '│  ';
const ENDED = '   ';

/** A node of a tree that is being printed. */
interface Placed {
  readonly node: ExcerptNode;
  readonly place: number;
  /** What stands before its own branch. */
  readonly indent: string;
  readonly isLast: boolean;
}

/** Nodes in order, each with its indentation; a chain that is too deep for the width begins with `⋯`. */
function* placed({ nodes }: TreeExcerpt, room: number): Iterable<Placed> {
  const lastChild = new Map<number, number>();
  nodes.forEach(({ parent }, place) => {
    if (parent !== null) lastChild.set(parent, place);
  });
  const indents = new Map<number, string>();
  for (const [place, node] of nodes.entries()) {
    const isLast = node.parent === null || lastChild.get(node.parent) === place;
    const indent = node.parent === null ? '' : (indents.get(node.parent) as string);
    const below = node.parent === null ? '' : `${indent}${isLast ? ENDED : GOES_ON}`;
    indents.set(place, below.length > room ? `⋯${below.slice(-(room - 1))}` : below);
    yield { node, place, indent, isLast };
  }
}

/** Colours by what a process is to the reader. */
function roleOf({ color }: Terminal, excerpt: TreeExcerpt): (place: number) => Paint {
  const focus = new Set(excerpt.focus);
  const ancestors = new Set<number>();
  for (const asked of focus)
    for (let at = excerpt.nodes[asked]?.parent ?? null; at !== null && !ancestors.has(at); ) {
      ancestors.add(at);
      at = excerpt.nodes[at]?.parent ?? null;
    }
  return (place) => {
    const node = excerpt.nodes[place] as ExcerptNode;
    if (node.alerts.length > 0) return (text) => color.bold(color.red(text));
    if (focus.has(place)) return (text) => color.bold(color.cyan(text));
    if (node.parent === null) return (text) => color.bold(color.blue(text));
    return ancestors.has(place) ? color.bold : (text) => text;
  };
}

/** What to know of a process: how it was seen and tied to its parent, which goes without saying where lines are short. */
function noteOf({ node }: Placed, hidden: number, isShort: boolean): string {
  const { link } = node;
  const notes = [
    SEEN[node.seen_via],
    link === null || (isShort && link.confidence === 1) ? '' : linkLabel(link),
    hidden > 0 ? counted(hidden, 'more child', 'more children') : '',
  ].filter(Boolean);
  return notes.length === 0 ? '' : `[${notes.join('; ')}]`;
}

/** What is asked for, two lines each: where it ran, its id, from when to when. */
const headOf = ({ color }: Terminal, node: ExcerptNode): string =>
  `${color.bold(processLabel(node))} on ${visible(node.host.name)}\n  ${color.dim(`${visible(node.entity_id)}  ${node.start ?? 'start not known'}${node.end === null ? '' : ` to ${node.end}`}`)}`;

/** An alert in a line, with the part of its id by which it can be asked for. */
function alertLine({ color }: Terminal, alert: Alert, columns: number): string {
  const { process, rule } = alert;
  const label = process === null ? visible(alert.host.name) : processLabel(process);
  const text = `${visible(rule.name)} · ${rule.severity} ${rule.risk_score} · ${alert.id.slice(0, 12)} · ${alert.time} · ${label}`;
  return `${color.yellow('▲')} ${cutColumns(text, columns - 2)}`;
}

/** An excerpt as a tree of lines, each at most `columns` wide; alerts are marked, and told below. */
export function* printTree(terminal: Terminal, excerpt: TreeExcerpt, columns: number): Iterable<string> {
  const { color } = terminal;
  const { nodes, alerts, omitted } = excerpt;
  const roleAt = roleOf(terminal, excerpt);
  const shown = new Int32Array(nodes.length);
  for (const { parent } of nodes) if (parent !== null) shown[parent] = (shown[parent] as number) + 1;
  for (const place of excerpt.focus ?? []) yield `${headOf(terminal, nodes[place] as ExcerptNode)}\n`;
  for (const entry of placed(excerpt, Math.min(240, Math.floor(columns / 2)))) {
    const { node, place, indent, isLast } = entry;
    const alert = node.alerts.length > 0;
    const branch = node.parent === null ? '' : alert ? (isLast ? '╘═ ' : '╞═ ') : isLast ? '└─ ' : '├─ ';
    const note = noteOf(
      entry,
      node.childCount - (shown[place] as number),
      columns < Number.POSITIVE_INFINITY,
    );
    const line = visible(node.command_line || node.executable || '');
    const parts: (readonly [string, Paint])[] = [
      [processLabel(node), roleAt(place)],
      [alert ? '▲' : '', color.yellow],
      [note, color.dim],
      [line, (text) => text],
    ];
    let text =
      branch === ''
        ? ''
        : `${indent === '' ? '' : color.dim(indent)}${(alert ? color.red : color.dim)(branch)}`;
    let room = columns - indent.length - branch.length;
    for (const [part, paint] of parts) {
      if (part === '' || room < 4) continue;
      const cut = cutColumns(part, room);
      text += `${paint(cut)} `;
      room -= columnsOf(cut) + 1;
    }
    yield `${text.trimEnd()}\n`;
  }
  for (const alert of alerts) yield `${alertLine(terminal, alert, columns)}\n`;
  for (const sentence of omitted) yield `${color.dim(`… ${visible(sentence)}`)}\n`;
}
