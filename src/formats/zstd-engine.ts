import { Decompress } from 'fzstd';
import type { Damage } from './byte-source.ts';
import type { Engine } from './engine.ts';

const ZSTD_UNEXPECTED_END = 5;

/** Zstandard, several frames too. */
export function zstdEngine(): Engine {
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
