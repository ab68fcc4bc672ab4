import { createInflateRaw } from 'node:zlib';
import type { Engine } from './engine.ts';

/** A raw deflate stream, as in zip and gzip. */
export interface DeflateEngine extends Engine {
  /** Packed bytes taken so far, without those after the end of the stream. */
  taken(): number;
}

export function deflateEngine(): DeflateEngine {
  // What is unpacked in the call that fails is lost, so the chunks are small.
  const stream = createInflateRaw({ chunkSize: 64 * 1024 });
  let buffers: Buffer[] = [];
  let failure: NodeJS.ErrnoException | undefined;
  let isOver = false;
  let wake = (): void => {};
  const settle = (): void => {
    isOver = true;
    wake();
  };
  stream.on('data', (buffer: Buffer) => buffers.push(buffer));
  stream.on('end', settle);
  stream.on('error', (error) => {
    failure = error;
    settle();
  });
  // zlib never calls back for what follows the end of its stream, so `end` and `error` wake the writer too.
  const wait = async (start: (done: () => void) => void): Promise<readonly Buffer[]> => {
    if (!isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        start(resolve);
      });
    }
    const ready = buffers;
    buffers = [];
    return ready;
  };
  return {
    pieceBytes: 64 * 1024,
    push: (piece) => wait((done) => stream.write(piece, () => done())),
    end: () => wait(() => stream.end()),
    damage: () =>
      failure && { reason: failure.code === 'Z_BUF_ERROR' ? 'cut off' : 'corrupt', detail: failure.message },
    finished: () => isOver,
    close: () => stream.destroy(),
    taken: () => stream.bytesWritten,
  };
}
