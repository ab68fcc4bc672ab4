import { crc32 } from 'node:zlib';
import type { Damage } from './byte-source.ts';
import { type DeflateEngine, deflateEngine } from './deflate-engine.ts';
import type { Engine } from './engine.ts';
import { gzipHeaderLength } from './gzip-header.ts';

const PIECE_BYTES = 64 * 1024;
const TRAILER_BYTES = 8;
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Gzip, several members too. Bytes after the last member are ignored, as gzip itself does. (node:zlib takes them for a
 * damaged member, and then loses what it had unpacked of the one before.)
 */
export function gzipEngine(): Engine {
  let part: 'header' | 'body' | 'trailer' = 'header';
  let pending: Buffer = Buffer.alloc(0);
  let body: DeflateEngine | undefined;
  let members = 0;
  let checksum = 0;
  let isOver = false;
  let damage: Damage | undefined;

  const fail = (reason: Damage['reason'], detail: string): Buffer => {
    damage = { reason, detail };
    isOver = true;
    return Buffer.alloc(0);
  };
  const header = (piece: Buffer): Buffer => {
    pending = Buffer.concat([pending, piece]);
    const length = gzipHeaderLength(pending);
    if (length === undefined && pending.length <= MAX_HEADER_BYTES) return Buffer.alloc(0);
    if (length === undefined || length === 0) {
      if (members === 0) return fail('corrupt', 'wrong gzip header');
      isOver = true;
      return Buffer.alloc(0);
    }
    const rest = pending.subarray(length);
    pending = Buffer.alloc(0);
    body = deflateEngine();
    checksum = 0;
    part = 'body';
    return rest;
  };
  const trailer = (piece: Buffer): Buffer => {
    pending = Buffer.concat([pending, piece]);
    if (pending.length < TRAILER_BYTES) return Buffer.alloc(0);
    if (pending.readUInt32LE(0) !== checksum) return fail('corrupt', 'wrong checksum');
    const rest = pending.subarray(TRAILER_BYTES);
    pending = Buffer.alloc(0);
    members += 1;
    part = 'header';
    return rest;
  };
  const inflate = async (engine: DeflateEngine, piece: Buffer, unpacked: Buffer[]): Promise<Buffer> => {
    const before = engine.taken();
    for (const buffer of await engine.push(piece)) {
      checksum = crc32(buffer, checksum);
      unpacked.push(buffer);
    }
    const wrong = engine.damage();
    if (wrong !== undefined) return fail(wrong.reason, wrong.detail);
    if (!engine.finished()) return Buffer.alloc(0);
    engine.close();
    part = 'trailer';
    return piece.subarray(engine.taken() - before);
  };

  return {
    pieceBytes: PIECE_BYTES,
    push: async (piece) => {
      const unpacked: Buffer[] = [];
      for (let rest = piece; rest.length > 0 && !isOver; ) {
        if (part === 'body' && body !== undefined) rest = await inflate(body, rest, unpacked);
        else rest = part === 'header' ? header(rest) : trailer(rest);
      }
      return unpacked;
    },
    end: async () => {
      const isBetween = part === 'header' && (members > 0 ? pending.length < 2 : false);
      if (!isOver && !isBetween) fail('cut off', 'the gzip stream has no end');
      return [];
    },
    damage: () => damage,
    finished: () => isOver,
    close: () => body?.close(),
  };
}
