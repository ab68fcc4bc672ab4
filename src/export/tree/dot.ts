import { labelOf } from '../../model/process.ts';
import { cut, visible } from '../../model/text.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { direction } from './direction.ts';

/** Characters of a command line that a node shows. */
const COMMAND_WIDTH = 48;

/** Text in a quoted label: backslashes and quotes escaped, and ampersands, which would begin an HTML entity. */
const quoted = (lines: readonly string[]): string =>
  `"${lines
    .map((line) => visible(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;'))
    .join('\\n')}"`;

const label = ({ name, pid, command_line, start }: ExcerptNode): string =>
  quoted([
    labelOf({ name, pid }),
    ...(start === null ? [] : [start]),
    ...(command_line === null ? [] : [cut(command_line, COMMAND_WIDTH)]),
  ]);

/** The excerpt in the DOT language of Graphviz, alerts in red; a node's tooltip has its whole command line. */
export function* dot(excerpt: TreeExcerpt): Iterable<string> {
  const focus = new Set(excerpt.focus);
  yield `digraph stemma {\n  rankdir=${direction(excerpt.nodes)};\n  label=${quoted([excerpt.title, ...excerpt.omitted.map((sentence) => `not shown: ${sentence}`)])};\n  labelloc=t;\n  fontname="Helvetica";\n`;
  yield '  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#8c959f", fontname="Helvetica", fontsize=10];\n';
  yield '  edge [color="#8c959f", fontname="Helvetica", fontsize=8, arrowsize=0.7];\n';
  for (const [place, node] of excerpt.nodes.entries()) {
    const alert = node.alerts.length > 0;
    const style = alert
      ? ', fillcolor="#ffebe9", color="#cf222e", penwidth=2'
      : focus.has(place)
        ? ', fillcolor="#ddf4ff", color="#0969da", penwidth=2'
        : node.seen_via === 'start'
          ? ''
          : ', style="rounded,filled,dashed"';
    yield `  n${place} [label=${label(node)}, tooltip=${quoted([node.command_line ?? node.executable ?? ''])}, id=${quoted([node.entity_id])}${style}];\n`;
    if (node.parent === null || node.link === null) continue;
    const sure =
      node.link.confidence === 1
        ? ''
        : `label="${node.link.method} ${node.link.confidence.toFixed(2)}", style=dashed`;
    const marked = alert ? 'color="#cf222e", penwidth=2' : '';
    const attributes = [sure, marked].filter(Boolean).join(', ');
    yield `  n${node.parent} -> n${place}${attributes === '' ? '' : ` [${attributes}]`};\n`;
  }
  yield '}\n';
}
