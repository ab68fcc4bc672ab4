/** A record, or bytes in the place of some, in the chunk's bytes `[at, end)`. */
export interface Region {
  readonly kind: 'record' | 'damage';
  readonly at: number;
  readonly end: number;
}

export const RECORD_HEADER_BYTES = 24;
const SIZE_COPY_BYTES = 4;
const MAGIC = Buffer.from([0x2a, 0x2a, 0, 0]);
const MAGIC_NUMBER = MAGIC.readUInt32LE();

/**
 * The records that lie in `[start, end)`, one after another. Where none begins, damage lasts until the next that looks
 * whole. A record that its size takes beyond `end` is damage to the last byte.
 */
export function* regions(bytes: Buffer, start: number, end: number): Generator<Region> {
  for (let at = start; at < end; ) {
    const size = recordSize(bytes, at, end);
    if (size !== undefined) {
      yield { kind: 'record', at, end: at + size };
      at += size;
      continue;
    }
    const next = nextRecord(bytes, at + 1, end);
    yield { kind: 'damage', at, end: next };
    at = next;
  }
}

/** Size of the record at an offset, undefined if there is none: by its magic, and by its end or what follows. */
function recordSize(bytes: Buffer, at: number, end: number): number | undefined {
  if (at + RECORD_HEADER_BYTES + SIZE_COPY_BYTES > end || !isMagic(bytes, at)) return undefined;
  const size = bytes.readUInt32LE(at + 4);
  const next = at + size;
  if (size < RECORD_HEADER_BYTES + SIZE_COPY_BYTES || next > end) return undefined;
  const isConfirmed =
    bytes.readUInt32LE(next - SIZE_COPY_BYTES) === size || next === end || isMagic(bytes, next);
  return isConfirmed ? size : undefined;
}

const isMagic = (bytes: Buffer, at: number): boolean =>
  at + MAGIC.length <= bytes.length && bytes.readUInt32LE(at) === MAGIC_NUMBER;

/** Where the next record begins that ends with its size, or the end. */
export function nextRecord(bytes: Buffer, from: number, end: number): number {
  for (let at = from; ; at += 1) {
    at = bytes.indexOf(MAGIC, at);
    if (at < 0 || at >= end) return end;
    const size = recordSize(bytes, at, end);
    if (size !== undefined && bytes.readUInt32LE(at + size - SIZE_COPY_BYTES) === size) return at;
  }
}
