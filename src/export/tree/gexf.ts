import { labelOf } from '../../model/process.ts';
import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { ATTRIBUTE_TYPES, nodeColumns } from './graph-columns.ts';
import { xmlText } from './xml-text.ts';

const ALERT_COLOR = '<viz:color r="207" g="34" b="46"/>';

/** GEXF 1.3 for Gephi: as GraphML, with what a process lived from and to as its span, and alerts in red. */
export function* gexf(excerpt: TreeExcerpt): Iterable<string> {
  const { nodes } = excerpt;
  const columns = nodeColumns(excerpt);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n`;
  yield `  <meta><creator>stemma</creator><description>${xmlText([excerpt.title, ...excerpt.omitted].join('; '))}</description></meta>\n`;
  yield '  <graph defaultedgetype="directed" mode="dynamic" timeformat="dateTime">\n    <attributes class="node">\n';
  for (const { name, type } of columns)
    yield `      <attribute id="${name}" title="${name}" type="${ATTRIBUTE_TYPES[type]}"/>\n`;
  yield '    </attributes>\n    <attributes class="edge">\n';
  yield '      <attribute id="method" title="method" type="string"/>\n      <attribute id="rivals" title="rivals" type="long"/>\n    </attributes>\n    <nodes>\n';
  for (const node of nodes) {
    const values = columns.map(({ name, value }) => {
      const cell = value(node);
      return cell === null
        ? ''
        : `<attvalue for="${name}" value="${typeof cell === 'string' ? xmlText(cell) : cell}"/>`;
    });
    const span = [
      node.start === null ? '' : ` start="${node.start}"`,
      // Gephi refuses a span that ends before it starts. Without the Z, times of other precision compare as text.
      node.end === null || (node.start !== null && node.end.slice(0, -1) < node.start.slice(0, -1))
        ? ''
        : ` end="${node.end}"`,
    ].join('');
    yield `      <node id="${xmlText(node.entity_id)}" label="${xmlText(labelOf(node))}"${span}><attvalues>${values.join('')}</attvalues>${node.alerts.length > 0 ? ALERT_COLOR : ''}</node>\n`;
  }
  yield '    </nodes>\n    <edges>\n';
  for (const [place, { parent, entity_id, link }] of nodes.entries())
    if (parent !== null && link !== null)
      yield `      <edge id="e${place}" source="${xmlText(nodes[parent]?.entity_id ?? '')}" target="${xmlText(entity_id)}" weight="${link.confidence}"><attvalues><attvalue for="method" value="${link.method}"/><attvalue for="rivals" value="${link.rivals}"/></attvalues></edge>\n`;
  yield '    </edges>\n  </graph>\n</gexf>\n';
}
