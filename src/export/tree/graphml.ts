import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { ATTRIBUTE_TYPES, nodeColumns } from './graph-columns.ts';
import { xmlText } from './xml-text.ts';

/** Attributes of an edge; the columns of the processes have them too, and there they are left out. */
const EDGE_KEYS = [
  ['method', 'string'],
  ['confidence', 'double'],
  ['rivals', 'long'],
] as const;

/** GraphML: nodes keyed by `process.entity_id` with the columns of the table of processes, edges from parent to child. */
export function* graphml(excerpt: TreeExcerpt): Iterable<string> {
  const { nodes } = excerpt;
  const columns = nodeColumns(excerpt);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n`;
  yield '  <key id="title" for="graph" attr.name="title" attr.type="string"/>\n';
  yield '  <key id="omitted" for="graph" attr.name="omitted" attr.type="string"/>\n';
  for (const [index, { name, type }] of columns.entries())
    yield `  <key id="n${index}" for="node" attr.name="${name}" attr.type="${ATTRIBUTE_TYPES[type]}"/>\n`;
  for (const [name, type] of EDGE_KEYS)
    yield `  <key id="${name}" for="edge" attr.name="${name}" attr.type="${type}"/>\n`;
  yield `  <graph id="stemma" edgedefault="directed">\n    <data key="title">${xmlText(excerpt.title)}</data>\n`;
  if (excerpt.omitted.length > 0)
    yield `    <data key="omitted">${xmlText(excerpt.omitted.join('; '))}</data>\n`;
  for (const node of nodes) {
    const data = columns.map(({ value }, index) => {
      const cell = value(node);
      return cell === null
        ? ''
        : `<data key="n${index}">${typeof cell === 'string' ? xmlText(cell) : cell}</data>`;
    });
    yield `    <node id="${xmlText(node.entity_id)}">${data.join('')}</node>\n`;
  }
  for (const { parent, entity_id, link } of nodes)
    if (parent !== null && link !== null)
      yield `    <edge source="${xmlText(nodes[parent]?.entity_id ?? '')}" target="${xmlText(entity_id)}">${EDGE_KEYS.map(
        ([name]) => `<data key="${name}">${link[name]}</data>`,
      ).join('')}</edge>\n`;
  yield '  </graph>\n</graphml>\n';
}
