import type { ChunkContext } from './chunk-context.ts';
import { JSON_EXACT } from './escapes.ts';
import type { Part } from './node.ts';
import { textEnd } from './text-end.ts';
import { TYPE, writeValue } from './value-types.ts';
import type { Values } from './values.ts';

/** The text of a value that lies in the chunk. */
export function valueText(context: ChunkContext, type: number, start: number, end: number): string {
  const { bytes, sink } = context;
  context.spend(1 + ((end - start) >>> 4));
  if (type === TYPE.string) return bytes.toString('utf16le', start, textEnd(bytes, start, end));
  const before = sink.length;
  writeValue(sink, bytes, type, start, end, JSON_EXACT);
  const text = sink.written(before).toString();
  sink.length = before;
  return text;
}

/** The text of a part by the values at hand, undefined where the slot holds none. */
export function partText(context: ChunkContext, part: Part, values: Values): string | undefined {
  if (part.kind !== 'slot') return part.text;
  const type = values.type(part.index);
  if (type === TYPE.null) return undefined;
  return valueText(context, type, values.start(part.index), values.finish(part.index));
}
