import type { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import { uint32 } from './little-endian.ts';
import { AT, type Machine, VALUE_TABLE_BYTES } from './machine/machine.ts';
import { TYPE } from './value-types.ts';

const DESCRIPTOR_BYTES = 4;

/** The values of one template instance: type and place of each, in the machine's memory. */
export class Values {
  /** Offset of the template's definition. */
  template = 0;
  count = 0;
  /** Where the last value ends. */
  end = 0;
  /** Address of the table, as `record.wat` tells. */
  readonly table: number;
  readonly #words: Int32Array;
  /** The same as an index of words. */
  readonly #first: number;

  /** Of an instance within so many others; without a machine there are no values. */
  constructor(machine?: Machine, depth = 0) {
    this.table = AT.values + depth * VALUE_TABLE_BYTES;
    this.#first = this.table >> 2;
    this.#words = machine?.words ?? new Int32Array(0);
  }

  /** Reads the table at `at`: a count, then size and type of each value, then the values themselves. */
  read(context: ChunkContext, at: number, end: number): void {
    const { bytes, sink } = context;
    if (at + 4 > end) throw new EvtxFault('values are cut off');
    const count = uint32(bytes, at);
    if (at + 4 + count * DESCRIPTOR_BYTES > end) throw new EvtxFault('more values than there is room for');
    context.spend(count);
    this.count = count;
    this.end = sink.machine.code.values(at + 4, count, this.table);
    if (this.end > end) throw new EvtxFault('values are cut off');
  }

  /** BinXML type of a value; what is not there, or takes no bytes and is no text, is null. */
  type(index: number): number {
    return index < this.count ? (this.#words[this.#first + 2 * index + 1] as number) : TYPE.null;
  }

  start(index: number): number {
    return this.#words[this.#first + 2 * index] as number;
  }

  finish(index: number): number {
    return this.#words[this.#first + 2 * index + 2] as number;
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
