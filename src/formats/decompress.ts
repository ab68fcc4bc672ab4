import { type ByteSource, byteSource } from './byte-source.ts';
import { deflateEngine } from './deflate-engine.ts';
import type { Engine } from './engine.ts';
import { gzipEngine } from './gzip-engine.ts';
import { bombReason, isBomb, type Limits } from './limits.ts';
import { zstdEngine } from './zstd-engine.ts';

/** How the bytes of a file can be packed. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'deflate';

const ENGINES: Record<Exclude<Compression, 'none'>, () => Engine> = {
  gzip: gzipEngine,
  deflate: deflateEngine,
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
