import { crc32 } from 'node:zlib';

/** Size of the file's header, and of each chunk after it. */
export const FILE_HEADER_BYTES = 4096;
export const CHUNK_BYTES = 65_536;

/** Text that one chunk may become; an honest one becomes a tenth of it. */
export const CHUNK_TEXT_BYTES = 4 * 1024 * 1024;

/** Records begin here in a chunk. */
export const CHUNK_HEADER_BYTES = 512;

/** First bytes of a log, and of each of its chunks. */
export const SIGNATURE = {
  file: Buffer.from('ElfFile\0', 'latin1'),
  chunk: Buffer.from('ElfChnk\0', 'latin1'),
} as const;

const AT = {
  fileChecksum: 124,
  freeSpace: 48,
  recordsChecksum: 52,
  headerChecksum: 124,
  stringTable: 128,
} as const;

export const isChunk = (bytes: Buffer): boolean =>
  bytes.subarray(0, SIGNATURE.chunk.length).equals(SIGNATURE.chunk);

/** Where a chunk's records end by its header, or the chunk itself where that cannot be. */
export function recordsEnd(bytes: Buffer): number {
  if (bytes.length < CHUNK_HEADER_BYTES) return CHUNK_BYTES;
  const end = bytes.readUInt32LE(AT.freeSpace);
  return end >= CHUNK_HEADER_BYTES && end <= CHUNK_BYTES ? end : CHUNK_BYTES;
}

/** Whether the checksum of the file's header is right. */
export const isIntactHeader = (bytes: Buffer): boolean =>
  crc32(bytes.subarray(0, 120)) === bytes.readUInt32LE(AT.fileChecksum);

/** Whether the checksums of a chunk's header and of its records are right. */
export function isIntact(bytes: Buffer): boolean {
  if (bytes.length < CHUNK_HEADER_BYTES) return false;
  const header = crc32(bytes.subarray(AT.stringTable, CHUNK_HEADER_BYTES), crc32(bytes.subarray(0, 120)));
  const records = crc32(bytes.subarray(CHUNK_HEADER_BYTES, recordsEnd(bytes)));
  return (
    header === bytes.readUInt32LE(AT.headerChecksum) && records === bytes.readUInt32LE(AT.recordsChecksum)
  );
}
