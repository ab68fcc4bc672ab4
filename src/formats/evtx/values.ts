import type { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import { uint32 } from './little-endian.ts';
import { TYPE } from './value-types.ts';

const DESCRIPTOR_BYTES = 4;

/** The values of one template instance: type and place of each. */
export class Values {
  /** Offset of the template's definition. */
  template = 0;
  count = 0;
  types = new Uint8Array(32);
  starts = new Int32Array(32);
  /** Where the last value ends. */
  end = 0;

  /** Reads the table at `at`: a count, then size and type of each value, then the values themselves. */
  read(context: ChunkContext, at: number, end: number): void {
    const { bytes } = context;
    if (at + 4 > end) throw new EvtxFault('values are cut off');
    const count = uint32(bytes, at);
    let start = at + 4 + count * DESCRIPTOR_BYTES;
    if (start > end) throw new EvtxFault('more values than there is room for');
    context.spend(count);
    if (count >= this.starts.length) {
      this.types = new Uint8Array(2 * count);
      this.starts = new Int32Array(2 * count);
    }
    this.count = count;
    for (let index = 0, from = at + 4; index < count; index += 1, from += DESCRIPTOR_BYTES) {
      this.starts[index] = start;
      this.types[index] = bytes[from + 2] as number;
      start += (bytes[from] as number) | ((bytes[from + 1] as number) << 8);
    }
    if (start > end) throw new EvtxFault('values are cut off');
    this.starts[count] = start;
    this.end = start;
  }

  /** BinXML type of a value; what is not there, or takes no bytes and is no text, is null. */
  type(index: number): number {
    if (index >= this.count) return TYPE.null;
    const type = this.types[index] as number;
    const isEmpty = this.starts[index] === this.starts[index + 1];
    return isEmpty && type !== TYPE.string && type !== TYPE.ansi ? TYPE.null : type;
  }

  start(index: number): number {
    return this.starts[index] as number;
  }

  finish(index: number): number {
    return this.starts[index + 1] as number;
  }
}

/** Where the values of the instance whose table is at `at` end. */
export function endOfValues(context: ChunkContext, at: number, end: number): number {
  const { bytes } = context;
  if (at + 4 > end) throw new EvtxFault('values are cut off');
  const count = uint32(bytes, at);
  let last = at + 4 + count * DESCRIPTOR_BYTES;
  if (last > end) throw new EvtxFault('more values than there is room for');
  context.spend(count);
  for (let from = at + 4, index = 0; index < count; index += 1, from += DESCRIPTOR_BYTES)
    last += (bytes[from] as number) | ((bytes[from + 1] as number) << 8);
  if (last > end) throw new EvtxFault('values are cut off');
  return last;
}
