import { matches, parseQuery } from './search.ts';
import type { ViewerState } from './state.ts';

const SLICE_MS = 20;
const CLOCK_EVERY = 64;

/** Searches all processes in slices short enough to type on meanwhile; a later search ends an earlier one. */
export function searcher(state: ViewerState): (text: string) => Promise<void> {
  let latest = 0;
  return async (text) => {
    const own = ++latest;
    const query = parseQuery(text);
    if (query === null) return state.setMatches(null);
    const { nodes, alerts } = state.outline.excerpt;
    const items: number[] = [];
    let until = performance.now() + SLICE_MS;
    for (const [item, node] of nodes.entries()) {
      if (matches(query, node, alerts)) items.push(item);
      if (item % CLOCK_EVERY !== 0 || performance.now() < until) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (own !== latest) return;
      until = performance.now() + SLICE_MS;
    }
    items.sort((a, b) => (state.rank[a] as number) - (state.rank[b] as number));
    state.setMatches({ query, items });
  };
}
