import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { dot } from './dot.ts';
import { firstNodes } from './first-nodes.ts';

/** Processes that Graphviz lays out in a few seconds, and a reader can still follow. */
const MOST_NODES = 2000;

/** The graph of `dot` laid out by Graphviz, as SVG. */
export async function* graphviz(excerpt: TreeExcerpt): AsyncGenerator<string> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const shown = firstNodes(excerpt, MOST_NODES, `Graphviz draws ${MOST_NODES} at most`);
  yield viz.renderString([...dot(shown)].join(''), { format: 'svg' });
}
