import type { Alert } from '../../model/alert.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { unpack } from '../packed.ts';

type Head = Omit<TreeExcerpt, 'nodes' | 'alerts'>;

/** Unpacks the page's data as `html` wrote it: a line of deflated JSON for the head, one for the alerts, the rest processes. */
export async function loadExcerpt(text: string): Promise<TreeExcerpt> {
  const [head, alerts, ...segments] = text.trim().split('\n');
  const nodes: ExcerptNode[] = [];
  for (const line of segments) for (const node of (await segment(line)) as ExcerptNode[]) nodes.push(node);
  return {
    ...((await segment(head as string)) as Head),
    alerts: (await segment(alerts as string)) as Alert[],
    nodes,
  };
}

async function segment(base64: string): Promise<unknown> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return unpack(await new Response(stream).text());
}
