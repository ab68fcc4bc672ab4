import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { badge, footOf } from './picture/foot.ts';
import { LOOK, STYLE } from './picture/look.ts';
import { type ProcessRow, rowsOf } from './picture/rows.ts';
import { fitted, textAt } from './picture/text.ts';
import { axis, clockOf, labelWidth, TIMELINE_WIDTH, timeCells } from './picture/time-part.ts';
import { timeScale } from './picture/time-scale.ts';
import { indentOf, linesOf, treeCells } from './picture/tree-part.ts';
import { xmlText } from './xml-text.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

function summary({ nodes, alerts }: TreeExcerpt): string {
  const hosts = [...new Set(nodes.map(({ host }) => host.name))];
  const starts = nodes.flatMap(({ start }) => (start === null ? [] : [start])).sort();
  return [
    plural(nodes.length, 'process', 'processes'),
    plural(alerts.length, 'alert'),
    hosts.length === 1 ? `host ${hosts[0]}` : plural(hosts.length, 'host'),
    ...(starts.length === 0 ? [] : [`started ${starts[0]} to ${starts.at(-1)}`]),
  ].join(' · ');
}

/** A picture of an excerpt: the tree, indented, with a timeline beside it, and its alerts told below. */
export function* svg(excerpt: TreeExcerpt): Iterable<string> {
  const rows = rowsOf(excerpt, LOOK.row);
  const bottom = LOOK.head + rows.length * LOOK.row;
  const foot = footOf(excerpt, bottom + 10);
  const height = Math.ceil(bottom + 10 + foot.height + LOOK.margin / 2);
  const focus = new Set(excerpt.focus);
  const indent = indentOf(rows);
  const starts = excerpt.nodes.flatMap(({ start }) => (start === null ? [] : [Date.parse(start)]));
  const clock = clockOf(excerpt.nodes);
  const scale = timeScale(starts, TIMELINE_WIDTH, labelWidth(clock));
  const room = LOOK.width - 2 * LOOK.margin;

  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LOOK.width} ${height}" width="${LOOK.width}" height="${height}">\n`;
  yield `<title>${xmlText(excerpt.title)}</title>\n<style>${STYLE}</style>\n<rect fill="#ffffff" width="${LOOK.width}" height="${height}"/>\n`;
  yield `${textAt(LOOK.margin, 26, LOOK.title, 'title', fitted(excerpt.title, LOOK.title * 1.1, room))}\n`;
  yield `${textAt(LOOK.margin, 44, LOOK.detail, 'head', fitted(summary(excerpt), LOOK.detail, room))}\n`;
  const heads = [
    [LOOK.margin, 'process, pid, command line'],
    [LOOK.starts, 'start (UTC)'],
  ] as const;
  for (const [x, head] of heads) yield `${textAt(x, LOOK.head - 6, LOOK.detail, 'head', head)}\n`;
  yield `<path class="axis" d="M0 ${LOOK.head}H${LOOK.width}M0 ${bottom}H${LOOK.width}"/>\n`;
  yield axis(scale, LOOK.head, bottom, clock);

  yield `<g transform="translate(0 ${LOOK.head})">\n`;
  const bands: string[] = [];
  const cells: string[] = [];
  for (const row of rows) {
    if (row.kind === 'host') {
      const name = fitted(row.name, LOOK.name, LOOK.treeEnd);
      cells.push(textAt(LOOK.margin, row.y + LOOK.row / 2 + LOOK.name * 0.36, LOOK.name, 'host', name));
      continue;
    }
    bands.push(bandOf(row, focus.has(row.place)));
    cells.push(treeCells(row, indent, focus.has(row.place)) + timeCells(row, scale, clock));
    const [first] = row.node.alerts;
    if (first !== undefined)
      cells.push(
        badge(
          LOOK.margin - 2,
          row.y + LOOK.row / 2,
          row.node.alerts.length > 1 ? `${first + 1}+` : String(first + 1),
        ),
      );
  }
  yield bands.filter((band) => band !== '').join('\n');
  yield linesOf(rows, indent);
  for (const cell of cells) yield `${cell}\n`;
  yield `</g>\n${foot.svg}</svg>\n`;
}

function bandOf({ node, y }: ProcessRow, asked: boolean): string {
  const band = node.alerts.length > 0 ? 'hitrow' : asked ? 'askedrow' : undefined;
  return band === undefined
    ? ''
    : `<rect class="${band}" x="0" y="${y}" width="${LOOK.width}" height="${LOOK.row}"/>`;
}
