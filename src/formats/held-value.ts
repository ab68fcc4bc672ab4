import { EXCERPT_BYTES, excerptOf } from './excerpt.ts';

const TAIL_BYTES = 64;

/** The bytes of one value that comes in pieces; only its beginning and its end if it is longer than allowed. */
export class HeldValue {
  isTooLong = false;
  #limit = 0;
  #bytes = 0;
  #pieces: Buffer[] = [];
  #beginning: Buffer = Buffer.alloc(0);

  /** Starts a value of at most `limit` bytes. */
  begin(limit: number): void {
    this.isTooLong = false;
    this.#limit = limit;
    this.#bytes = 0;
    this.#pieces = [];
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#bytes += piece.length;
    this.#pieces.push(piece);
    if (this.#bytes <= this.#limit) return;
    if (!this.isTooLong) this.#beginning = Buffer.from(this.#first(EXCERPT_BYTES));
    this.isTooLong = true;
    this.#pieces = [Buffer.from(this.tail())];
  }

  /** All pieces, unless it is too long. */
  get pieces(): readonly Buffer[] {
    return this.#pieces;
  }

  /** The last bytes, as many as a key and its colon take. */
  tail(): Buffer {
    let bytes: Buffer = this.#pieces.at(-1) ?? Buffer.alloc(0);
    for (let piece = this.#pieces.length - 2; piece >= 0 && bytes.length < TAIL_BYTES; piece -= 1) {
      bytes = Buffer.concat([this.#pieces[piece] ?? Buffer.alloc(0), bytes]);
    }
    return bytes.subarray(-TAIL_BYTES);
  }

  /** All bytes, or only the first if it is too long. */
  bytes(): Buffer {
    return this.isTooLong ? this.#beginning : Buffer.concat(this.#pieces);
  }

  excerpt(): string {
    return excerptOf(this.isTooLong ? this.#beginning : this.#first(EXCERPT_BYTES));
  }

  #first(count: number): Buffer {
    let bytes = Buffer.alloc(0);
    for (const piece of this.#pieces) {
      if (bytes.length >= count) break;
      bytes = Buffer.concat([bytes, piece.subarray(0, count)]);
    }
    return bytes.subarray(0, count);
  }
}
