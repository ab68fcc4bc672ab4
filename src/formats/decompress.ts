import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import { Decompress } from 'fzstd';
import { type ByteSource, byteSource, type Damage } from './byte-source.ts';
import { bombReason, isBomb, type Limits } from './limits.ts';

/** How the bytes of a file can be packed. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'deflate';

/** Unpacks one piece after another; `end` is called once, after the last. */
interface Engine {
  readonly pieceBytes: number;
  push(piece: Buffer): Promise<readonly Buffer[]>;
  end(): Promise<readonly Buffer[]>;
  damage(): Damage | undefined;
  finished(): boolean;
  close(): void;
}

const ENGINES: Record<Exclude<Compression, 'none'>, () => Engine> = {
  gzip: () => zlibEngine(createGunzip({ chunkSize: 256 * 1024 })),
  deflate: () => zlibEngine(createInflateRaw({ chunkSize: 256 * 1024 })),
  zstd: zstdEngine,
};

/**
 * The unpacked bytes of `source`. Everything before a damaged place is yielded, then `damage` says what it was; with
 * `limits` a stream that expands beyond them ends as a `bomb`.
 */
export function decompress(source: ByteSource, compression: Compression, limits?: Limits): ByteSource {
  if (compression === 'none') return source;
  return byteSource(async function* (fail) {
    const engine = ENGINES[compression]();
    let packed = 0;
    let unpacked = 0;
    const fits = (buffers: readonly Buffer[]): boolean => {
      for (const buffer of buffers) unpacked += buffer.length;
      return limits === undefined || !isBomb(packed, unpacked, limits);
    };
    try {
      for await (const chunk of source) {
        for (let at = 0; at < chunk.length && !engine.finished(); at += engine.pieceBytes) {
          const piece = chunk.subarray(at, at + engine.pieceBytes);
          packed += piece.length;
          const buffers = await engine.push(piece);
          if (limits !== undefined && !fits(buffers))
            return fail({ reason: 'bomb', detail: bombReason(limits) });
          yield* buffers;
        }
        if (engine.finished()) break;
      }
      yield* await engine.end();
      const damage = source.damage ?? engine.damage();
      if (damage !== undefined) fail(damage);
    } finally {
      engine.close();
    }
  });
}

function zlibEngine(stream: Gunzip | InflateRaw): Engine {
  let buffers: Buffer[] = [];
  let failure: NodeJS.ErrnoException | undefined;
  let over = false;
  let wake = (): void => {};
  const settle = (): void => {
    over = true;
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
    if (!over) {
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
    finished: () => over,
    close: () => stream.destroy(),
  };
}

const ZSTD_UNEXPECTED_END = 5;

function zstdEngine(): Engine {
  let buffers: Buffer[] = [];
  let damage: Damage | undefined;
  const stream = new Decompress((data) => {
    buffers.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  });
  const push = async (piece: Buffer, final: boolean): Promise<readonly Buffer[]> => {
    buffers = [];
    try {
      stream.push(piece, final);
    } catch (error) {
      const code = (error as { code?: number }).code;
      damage = {
        reason: code === ZSTD_UNEXPECTED_END ? 'cut off' : 'corrupt',
        detail: (error as Error).message,
      };
    }
    return buffers;
  };
  return {
    // A block of four bytes can stand for 128 KiB, so a larger piece could take gigabytes at once.
    pieceBytes: 4 * 1024,
    push: (piece) => push(piece, false),
    end: () => (damage === undefined ? push(Buffer.alloc(0), true) : Promise.resolve([])),
    damage: () => damage,
    finished: () => damage !== undefined,
    close: () => {},
  };
}
