import type { ExcerptNode, TreeExcerpt } from '../../../model/tree-excerpt.ts';

/** A line of the picture: a process, or a host above its processes. */
export type Row =
  | { readonly kind: 'host'; readonly name: string; readonly y: number }
  | {
      readonly kind: 'process';
      readonly node: ExcerptNode;
      readonly place: number;
      readonly depth: number;
      readonly y: number;
      /** Children that the case knows and the excerpt does not hold. */
      readonly hidden: number;
      /** Whether an alert is of it, or of something below it. */
      readonly leadsToAlert: boolean;
    };

/** A line that is a process. */
export type ProcessRow = Extract<Row, { kind: 'process' }>;

/** The lines of an excerpt from the top, `height` pixels each, with a line for each host where there are several. */
export function rowsOf({ nodes }: TreeExcerpt, height: number): Row[] {
  const several = new Set(nodes.map(({ host }) => host.name)).size > 1;
  const shown = new Int32Array(nodes.length);
  const leads = new Uint8Array(nodes.length);
  for (let place = nodes.length - 1; place >= 0; place -= 1) {
    const { parent, alerts } = nodes[place] as ExcerptNode;
    if (alerts.length > 0) leads[place] = 1;
    if (parent === null) continue;
    shown[parent] = (shown[parent] as number) + 1;
    if (leads[place] === 1) leads[parent] = 1;
  }
  const depths = new Int32Array(nodes.length);
  const rows: Row[] = [];
  let host: string | undefined;
  nodes.forEach((node, place) => {
    const depth = node.parent === null ? 0 : (depths[node.parent] as number) + 1;
    depths[place] = depth;
    if (several && node.parent === null && node.host.name !== host) {
      host = node.host.name;
      rows.push({ kind: 'host', name: host, y: rows.length * height });
    }
    rows.push({
      kind: 'process',
      node,
      place,
      depth,
      y: rows.length * height,
      hidden: node.childCount - (shown[place] as number),
      leadsToAlert: leads[place] === 1,
    });
  });
  return rows;
}
