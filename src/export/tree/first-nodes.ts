import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';

/**
 * An excerpt of at most `cap` processes, for formats that can't hold more: what was asked for and what has alerts comes
 * first, each with its ancestors, then the rest in order. `omitted` tells what was left out, and that `why`.
 */
export function firstNodes(excerpt: TreeExcerpt, cap: number, why: string): TreeExcerpt {
  const { nodes } = excerpt;
  if (nodes.length <= cap) return excerpt;
  const kept = new Set<number>();
  const keep = (place: number): void => {
    const path: number[] = [];
    for (let at: number | null = place; at !== null && !kept.has(at); at = nodes[at]?.parent ?? null)
      path.push(at);
    // From the top, so that none is without its parent where the cap cuts the path.
    for (const at of path.reverse().slice(0, Math.max(0, cap - kept.size))) kept.add(at);
  };
  for (const place of excerpt.focus ?? []) keep(place);
  nodes.forEach(({ alerts }, place) => {
    if (alerts.length > 0) keep(place);
  });
  for (let place = 0; place < nodes.length && kept.size < cap; place += 1) keep(place);
  const order = [...kept].sort((a, b) => a - b);
  const moved = new Map(order.map((from, to) => [from, to] as const));
  const place = (from: number): number => moved.get(from) as number;
  return {
    ...excerpt,
    nodes: order.map((from) => {
      const node = nodes[from] as ExcerptNode;
      return { ...node, parent: node.parent === null ? null : place(node.parent) };
    }),
    focus: (excerpt.focus ?? []).filter((from) => moved.has(from)).map(place),
    omitted: [
      ...excerpt.omitted,
      `${nodes.length - kept.size} of ${nodes.length} processes are not shown: ${why}`,
    ],
  };
}
