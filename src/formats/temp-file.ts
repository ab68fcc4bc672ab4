import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK_BYTES = 1024 * 1024;

let created = 0;

/** A new file under a generated name in a temporary folder: append bytes, drain now and then, close. */
export class TempFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #used = 0;
  #full: Buffer[] = [];

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Fails if the folder cannot be written; never opens a file that exists. */
  static async create(folder: string, extension: string): Promise<TempFile> {
    created += 1;
    const path = join(folder, `stemma-${process.pid}-${created}.${extension}`);
    return new TempFile(path, await open(path, 'wx', 0o600));
  }

  /** Copies `bytes[start, end)`. */
  append(bytes: Buffer, start = 0, end = bytes.length): void {
    let at = start;
    while (at < end) {
      const copied = bytes.copy(this.#block, this.#used, at, end);
      at += copied;
      this.#used += copied;
      if (this.#used === BLOCK_BYTES) {
        this.#full.push(this.#block);
        this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
        this.#used = 0;
      }
    }
  }

  /** Writes out the blocks that are full, so that memory stays bounded. */
  async drain(): Promise<void> {
    const blocks = this.#full;
    this.#full = [];
    for (const block of blocks) await this.#handle.writeFile(block);
  }

  async close(): Promise<void> {
    this.#full.push(this.#block.subarray(0, this.#used));
    this.#used = 0;
    try {
      await this.drain();
    } finally {
      await this.#handle.close();
    }
  }

  /** Closes without writing the rest, for a caller that gives up. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}
