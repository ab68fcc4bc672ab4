import { EvtxFault } from './fault.ts';

/** Steps of work that one chunk may cost; an honest one needs a tenth. */
const STEPS = 1_000_000;

const NAME_CHARACTERS = 1024;

/** What decoding shares within one chunk: its bytes, the names in them, and how much work it has cost so far. */
export class ChunkContext {
  readonly bytes: Buffer;
  readonly #names = new Map<number, string>();
  #steps = STEPS;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Counts work, so that references in circles and templates in templates end. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new EvtxFault('refers to itself too often');
  }

  /** The name whose entry (next, hash, length, characters) begins at an offset. */
  nameAt(offset: number): string {
    const known = this.#names.get(offset);
    if (known !== undefined) return known;
    const start = offset + 8;
    if (start > this.bytes.length) throw new EvtxFault('a name lies outside the chunk');
    const characters = this.bytes.readUInt16LE(offset + 6);
    const end = start + 2 * characters;
    if (characters > NAME_CHARACTERS || end > this.bytes.length) throw new EvtxFault('a name is too long');
    this.spend(1 + (characters >>> 4));
    const name = this.bytes.toString('utf16le', start, end);
    this.#names.set(offset, name);
    return name;
  }

  /** Bytes that the entry of a name takes. */
  nameBytes(offset: number): number {
    return 10 + 2 * this.nameAt(offset).length;
  }
}
