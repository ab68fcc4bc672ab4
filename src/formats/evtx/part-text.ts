import type { ChunkContext } from './chunk-context.ts';
import { JSON_EXACT } from './escapes.ts';
import type { Part } from './node.ts';
import { Sink } from './sink.ts';
import { textEnd } from './text-end.ts';
import { TYPE, valueType } from './value-types.ts';
import type { Values } from './values.ts';

/** One for all: a sink is a quarter of a mebibyte. */
const sink = new Sink(1024 * 1024);

/** The text of a value that lies in the chunk. */
export function valueText(context: ChunkContext, type: number, start: number, end: number): string {
  context.spend(1 + ((end - start) >>> 4));
  if (type === TYPE.string)
    return context.bytes.toString('utf16le', start, textEnd(context.bytes, start, end));
  sink.length = 0;
  valueType(type, end - start).write(sink, context.bytes, start, end, JSON_EXACT);
  return sink.written().toString();
}

/** The text of a part by the values at hand, undefined where the slot holds none. */
export function partText(context: ChunkContext, part: Part, values: Values): string | undefined {
  if (part.kind !== 'slot') return part.text;
  const type = values.type(part.index);
  if (type === TYPE.null) return undefined;
  return valueText(context, type, values.start(part.index), values.finish(part.index));
}
