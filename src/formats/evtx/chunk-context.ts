import { EvtxFault } from './fault.ts';
import type { Sink } from './sink.ts';

/** Steps of work that one chunk may cost; an honest one needs a tenth. */
const STEPS = 1_000_000;

const NAME_CHARACTERS = 1024;

/** What decoding shares within one chunk: its bytes, the names in them, and how much work it has cost so far. */
export class ChunkContext {
  readonly bytes: Buffer;
  /** In whose machine the bytes lie. */
  readonly sink: Sink;
  readonly #names = new Map<number, string>();
  #steps = STEPS;

  constructor(bytes: Buffer, sink: Sink) {
    this.bytes = bytes;
    this.sink = sink;
  }

  /** Counts work, so that references in circles and templates in templates end. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new EvtxFault('refers to itself too often');
  }

  /** Steps that are left. */
  get steps(): number {
    return this.#steps;
  }

  /** The name whose entry (next, hash, length, characters) begins at an offset. Costs the same each time. */
  nameAt(offset: number): string {
    const name = this.#names.get(offset) ?? this.#readName(offset);
    this.spend(1 + (name.length >>> 4));
    return name;
  }

  #readName(offset: number): string {
    const start = offset + 8;
    if (start > this.bytes.length) throw new EvtxFault('a name lies outside the chunk');
    const characters = this.bytes.readUInt16LE(offset + 6);
    const end = start + 2 * characters;
    if (characters > NAME_CHARACTERS || end > this.bytes.length) throw new EvtxFault('a name is too long');
    const name = this.bytes.toString('utf16le', start, end);
    this.#names.set(offset, name);
    return name;
  }

  /** Whether the name whose entry begins at an offset is this one. Costs nothing. */
  isName(offset: number, name: string): boolean {
    const start = offset + 8;
    if (start + 2 * name.length > this.bytes.length) return false;
    if (this.bytes.readUInt16LE(offset + 6) !== name.length) return false;
    for (let index = 0, at = start; index < name.length; index += 1, at += 2)
      if (((this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8)) !== name.charCodeAt(index))
        return false;
    return true;
  }
}

/** Bytes that the entry of a name takes. */
export const nameBytes = (name: string): number => 10 + 2 * name.length;
