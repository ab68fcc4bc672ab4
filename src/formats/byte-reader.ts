import type { ByteSource } from './byte-source.ts';

/** Takes as many bytes off a source as are asked for. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #reuse: ((chunk: Buffer) => void) | undefined;
  #chunk: Buffer | undefined;
  #rest: Buffer = Buffer.alloc(0);

  /** With `isFleeting`, what it gives holds only until the next is asked for; the source's memory is used again. */
  constructor(source: ByteSource, isFleeting = false) {
    this.#chunks = source[Symbol.asyncIterator]();
    if (isFleeting) this.#reuse = (chunk) => source.reuse?.(chunk);
  }

  /** The next bytes, one at least and `most` at most; undefined at the end. */
  async next(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      if (this.#chunk !== undefined) this.#reuse?.(this.#chunk);
      this.#chunk = undefined;
      const { value, done } = await this.#chunks.next();
      if (done === true) return undefined;
      this.#chunk = value;
      this.#rest = value;
    }
    const bytes = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** The next `count` bytes, fewer only at the end; they are copied only where a chunk of the source ends among them. */
  async take(count: number): Promise<Buffer> {
    const whole = await this.next(count);
    if (whole === undefined || whole.length === count) return whole ?? Buffer.alloc(0);
    const pieces = [Buffer.from(whole)];
    for (let left = count - whole.length; left > 0; ) {
      const piece = await this.next(left);
      if (piece === undefined) break;
      pieces.push(Buffer.from(piece));
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** Passes over `count` bytes; false if the end comes before. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; left > 0; ) {
      const piece = await this.next(left);
      if (piece === undefined) return false;
      left -= piece.length;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
