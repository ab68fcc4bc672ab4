import type { TableCell } from '../../model/table.ts';
import { safeJson } from '../../model/text.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { processTable } from './process-table.ts';

/** How much a process did, by `event.category`. */
function stats({ activity, activityCount, activityByCategory }: ExcerptNode): object {
  const byCategory: Record<string, number> = {};
  if (activityByCategory === undefined)
    for (const { category } of activity) byCategory[category] = (byCategory[category] ?? 0) + 1;
  return { total: activityCount, byCategory: activityByCategory ?? byCategory };
}

/**
 * The tree as Elastic's Analyzer has it from its server: nodes with id, parent, name, their fields by dotted name with
 * arrays of values, and statistics of their events. What was left out stands beside them.
 */
export function* elasticTree(excerpt: TreeExcerpt): Iterable<string> {
  const { nodes } = excerpt;
  const columns = processTable(excerpt).columns.filter(({ name }) => /^(host|process|user)\./.test(name));
  const origin = nodes[excerpt.focus?.[0] ?? 0]?.entity_id ?? '';
  yield `{"originID": ${safeJson(origin)},\n "nodes": [`;
  for (const [place, node] of nodes.entries()) {
    const data: Record<string, TableCell[]> = {};
    if (node.start !== null) data['@timestamp'] = [node.start];
    for (const { name, value } of columns) {
      const cell = value(node);
      if (cell !== null) data[name] = [cell];
    }
    const written = {
      id: node.entity_id,
      ...(node.parent === null ? {} : { parent: nodes[node.parent]?.entity_id }),
      name: node.name ?? '',
      data,
      stats: stats(node),
    };
    yield `${place === 0 ? '\n' : ',\n'}  ${safeJson(written)}`;
  }
  yield `\n ],\n "omitted": ${safeJson(excerpt.omitted)}}\n`;
}
