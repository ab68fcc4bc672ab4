import { safeJson } from '../../model/text.ts';
import type { TreeExcerpt } from '../../model/tree-excerpt.ts';

/** Pieces of an array of JSON, one value a line. */
function* lines(values: readonly unknown[]): Iterable<string> {
  for (let index = 0; index < values.length; index += 1)
    yield `${index === 0 ? '\n' : ',\n'}  ${safeJson(values[index])}`;
  yield values.length === 0 ? '' : '\n ';
}

/** The node-link form that d3 and NetworkX read: processes by `process.entity_id`, links from parent to child. */
export function* nodeLinkJson(excerpt: TreeExcerpt): Iterable<string> {
  const { nodes } = excerpt;
  const ids = (places: readonly number[] = []): (string | undefined)[] =>
    places.map((place) => nodes[place]?.entity_id);
  const graph = { title: excerpt.title, focus: ids(excerpt.focus), omitted: excerpt.omitted };
  yield `{"directed": true, "multigraph": false,\n "graph": ${safeJson(graph)},\n "nodes": [`;
  yield* lines(
    nodes.map(({ rid: _, parent: __, link: ___, ...node }) => ({
      id: node.entity_id,
      ...node,
      alerts: node.alerts.map((index) => excerpt.alerts[index]?.id),
    })),
  );
  yield `],\n "links": [`;
  yield* lines(
    nodes.flatMap(({ parent, entity_id, link }) =>
      parent === null ? [] : [{ source: nodes[parent]?.entity_id, target: entity_id, ...link }],
    ),
  );
  yield `],\n "alerts": [`;
  yield* lines(excerpt.alerts);
  yield ']}\n';
}
