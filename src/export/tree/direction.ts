import type { ExcerptNode } from '../../model/tree-excerpt.ts';

/** Points that a box takes with the space around it. */
const BOX = { width: 260, height: 70 };

/** Which way a drawn graph grows so that it fits a page better: down, or to the right where many stand side by side. */
export function direction(nodes: readonly Pick<ExcerptNode, 'parent'>[]): 'TB' | 'LR' {
  const levels: number[] = [];
  const depths = new Int32Array(nodes.length);
  nodes.forEach(({ parent }, place) => {
    const depth = parent === null ? 0 : (depths[parent] as number) + 1;
    depths[place] = depth;
    levels[depth] = (levels[depth] ?? 0) + 1;
  });
  const widest = levels.reduce((most, count) => Math.max(most, count), 0);
  const down = Math.max(widest * BOX.width, levels.length * BOX.height);
  const right = Math.max(levels.length * BOX.width, widest * BOX.height);
  return down <= right ? 'TB' : 'LR';
}
