import { open } from 'node:fs/promises';

const CHUNK_BYTES = 1024 * 1024;

/** Why a stream of bytes ended before its content did. */
export interface Damage {
  readonly reason: 'cut off' | 'corrupt' | 'bomb';
  /** What the decompressor said. */
  readonly detail: string;
}

/** Bytes in order, in chunks that the consumer may overwrite; iterate once. A damaged end does not throw. */
export interface ByteSource extends AsyncIterable<Buffer> {
  /** Known once the iteration is over; undefined if everything was there. */
  readonly damage: Damage | undefined;
  /** Gives back the last chunk, of which nothing is needed any more: memory that is there is faster than new. */
  reuse?(chunk: Buffer): void;
}

/** A source from a generator, which reports a damaged end through `fail` and then returns. */
export function byteSource(generate: (fail: (damage: Damage) => void) => AsyncGenerator<Buffer>): ByteSource {
  let damage: Damage | undefined;
  return {
    get damage() {
      return damage;
    },
    [Symbol.asyncIterator]: () =>
      generate((found) => {
        damage ??= found;
      }),
  };
}

/** The bytes of a file as it lies; `onBytes` is told of each chunk. */
export function fileBytes(path: string, onBytes: (chunk: Buffer) => void = () => {}): ByteSource {
  let spare: Buffer | undefined;
  const source = byteSource(async function* () {
    const handle = await open(path, 'r');
    try {
      for (;;) {
        const buffer = spare ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
        spare = undefined;
        const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return;
        const chunk = buffer.subarray(0, bytesRead);
        onBytes(chunk);
        yield chunk;
      }
    } finally {
      await handle.close();
    }
  });
  source.reuse = ({ buffer }) => {
    spare = Buffer.from(buffer);
  };
  return source;
}

/** At least the first `count` bytes of a source, or all of them; the source is then given up. */
export async function firstBytes(source: ByteSource, count: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= count) break;
  }
  return Buffer.concat(chunks).subarray(0, count);
}
