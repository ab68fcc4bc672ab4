import { cut } from '../../model/text.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { SEVERITIES, severityRank } from './severity.ts';

/** Characters of a name in a label. */
const LABEL = 80;

/** No item. */
export const NONE = -1;

/**
 * The excerpt as the tree pane walks it. An item is a process, by its index in `excerpt.nodes`, or after these a heading:
 * one a host where there are several. Arrays are by item.
 */
export interface Outline {
  readonly excerpt: TreeExcerpt;
  /** Names of the hosts that have headings; the first heading's item is the number of processes. */
  readonly headings: readonly string[];
  readonly size: number;
  readonly firstRoot: number;
  readonly parent: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly previousSibling: Int32Array;
  readonly depth: Int32Array;
  /** 1-based place among its siblings, and how many they are. */
  readonly place: Int32Array;
  readonly siblings: Int32Array;
  readonly descendants: Int32Array;
  /** Severity rank of the worst alert of it and of anything below it; `SEVERITIES.length` for none. */
  readonly worst: Uint8Array;
  readonly worstBelow: Uint8Array;
  /** Start and end in milliseconds since 1970; NaN for not known. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Item of each alert's own process, or else of another of its sequence; NONE where none is here. */
  readonly alertItem: Int32Array;
}

/** Computes the outline; in one pass down and one up, so that a chain of any length is no matter. */
export function outlineOf(excerpt: TreeExcerpt): Outline {
  const { nodes, alerts } = excerpt;
  const hosts = new Map<string, number>();
  for (const { host } of nodes) hosts.set(host.id ?? host.name, hosts.size);
  const names = new Map(nodes.map(({ host }) => [host.id ?? host.name, host.name] as const));
  const keys = hosts.size > 1 ? [...names.keys()].sort((a, b) => byName(names, a, b)) : [];
  const headingOf = new Map(keys.map((key, index) => [key, nodes.length + index] as const));

  const size = nodes.length + keys.length;
  const items = (): Int32Array => new Int32Array(size).fill(NONE);
  const [parent, firstChild, nextSibling, previousSibling, lastChild] = [
    items(),
    items(),
    items(),
    items(),
    items(),
  ];
  const [depth, place, siblings, descendants] = [items().fill(0), items(), items(), items().fill(0)];
  const [start, end] = [new Float64Array(size).fill(Number.NaN), new Float64Array(size).fill(Number.NaN)];
  const [worst, worstBelow] = [new Uint8Array(size), new Uint8Array(size).fill(SEVERITIES.length)];
  worst.fill(SEVERITIES.length);
  const alertItem = new Int32Array(alerts.length).fill(NONE);

  let [firstRoot, lastRoot, roots] = [NONE, NONE, 0];
  const attach = (item: number, above: number): void => {
    const before = above === NONE ? lastRoot : (lastChild[above] as number);
    parent[item] = above;
    previousSibling[item] = before;
    place[item] = before === NONE ? 1 : (place[before] as number) + 1;
    if (before !== NONE) nextSibling[before] = item;
    if (above !== NONE) {
      if (before === NONE) firstChild[above] = item;
      lastChild[above] = item;
      depth[item] = (depth[above] as number) + 1;
    } else {
      if (before === NONE) firstRoot = item;
      lastRoot = item;
      roots += 1;
    }
  };
  for (let index = 0; index < keys.length; index += 1) attach(nodes.length + index, NONE);
  for (let item = 0; item < nodes.length; item += 1) {
    const node = nodes[item] as ExcerptNode;
    attach(item, node.parent ?? headingOf.get(node.host.id ?? node.host.name) ?? NONE);
    if (node.start !== null) start[item] = Date.parse(node.start);
    if (node.end !== null) end[item] = Date.parse(node.end);
    for (const alert of node.alerts) {
      const own = alerts[alert]?.process?.entity_id === node.entity_id;
      if (own || alertItem[alert] === NONE) alertItem[alert] = item;
      const rank = severityRank(alerts[alert]?.rule.severity ?? '');
      worst[item] = Math.min(worst[item] as number, rank);
    }
  }
  for (let item = 0; item < size; item += 1) {
    const above = parent[item] as number;
    siblings[item] = above === NONE ? roots : (place[lastChild[above] as number] as number);
  }
  for (let item = nodes.length - 1; item >= 0; item -= 1) {
    const above = parent[item] as number;
    if (above === NONE) continue;
    descendants[above] = (descendants[above] as number) + (descendants[item] as number) + 1;
    const below = Math.min(worst[item] as number, worstBelow[item] as number);
    worstBelow[above] = Math.min(worstBelow[above] as number, below);
  }
  return {
    excerpt,
    headings: keys.map((key) => names.get(key) as string),
    size,
    firstRoot,
    parent,
    firstChild,
    nextSibling,
    previousSibling,
    depth,
    place,
    siblings,
    descendants,
    worst,
    worstBelow,
    start,
    end,
    alertItem,
  };
}

function byName(names: ReadonlyMap<string, string>, a: string, b: string): number {
  const [one, other] = [`${names.get(a)} ${a}`, `${names.get(b)} ${b}`];
  return one < other ? -1 : Number(one > other);
}

/** The item's ancestors from the root down, then itself. */
export function pathTo(outline: Outline, item: number): number[] {
  const path: number[] = [];
  for (let each = item; each !== NONE; each = outline.parent[each] as number) path.push(each);
  return path.reverse();
}

/** The process of an item; undefined for a heading. */
export function nodeOf(outline: Outline, item: number): ExcerptNode | undefined {
  return outline.excerpt.nodes[item];
}

/** What to call an item: `cmd.exe (4242)`, or the host. */
export function labelOf(outline: Outline, item: number): string {
  const node = nodeOf(outline, item);
  if (node === undefined) return outline.headings[item - outline.excerpt.nodes.length] ?? '';
  return `${cut(node.name ?? '?', LABEL)} (${node.pid ?? '?'})`;
}
