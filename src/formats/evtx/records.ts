import { uint32 } from './little-endian.ts';
export const RECORD_HEADER_BYTES = 24;
const SIZE_COPY_BYTES = 4;
const MAGIC = Buffer.from([0x2a, 0x2a, 0, 0]);
const MAGIC_NUMBER = uint32(MAGIC, 0);

/** Where the record at an offset ends; undefined if there is none, by its magic, and by its end or what follows. */
export function recordEnd(bytes: Buffer, at: number, end: number): number | undefined {
  if (at + RECORD_HEADER_BYTES + SIZE_COPY_BYTES > end || !isMagic(bytes, at)) return undefined;
  const size = uint32(bytes, at + 4);
  const next = at + size;
  if (size < RECORD_HEADER_BYTES + SIZE_COPY_BYTES || next > end) return undefined;
  const isConfirmed = isSizeCopied(bytes, at, next) || next === end || isMagic(bytes, next);
  return isConfirmed ? next : undefined;
}

/** Whether a record ends with its size. */
const isSizeCopied = (bytes: Buffer, at: number, end: number): boolean =>
  uint32(bytes, end - SIZE_COPY_BYTES) === end - at;

const isMagic = (bytes: Buffer, at: number): boolean =>
  at + MAGIC.length <= bytes.length && uint32(bytes, at) === MAGIC_NUMBER;

/** Where the next record begins that ends with its size, or the end. */
export function nextRecord(bytes: Buffer, from: number, end: number): number {
  for (let at = from; ; at += 1) {
    at = bytes.indexOf(MAGIC, at);
    if (at < 0 || at >= end) return end;
    const next = recordEnd(bytes, at, end);
    if (next !== undefined && isSizeCopied(bytes, at, next)) return at;
  }
}
