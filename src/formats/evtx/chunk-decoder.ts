import { CHUNK_HEADER_BYTES, isChunk, recordsEnd } from './chunk.ts';
import { type Decoding, RecordDecoder } from './record-decoder.ts';
import { nextRecord, recordEnd } from './records.ts';

/** Decodes the records of a chunk that lies at an offset of its file. */
export function decodeChunk(bytes: Buffer, offset: number, decoding: Decoding): void {
  const { account } = decoding;
  const declaredEnd = recordsEnd(bytes);
  const end = Math.min(declaredEnd, bytes.length);
  const isCut = declaredEnd > bytes.length;
  const decoder = new RecordDecoder(bytes, offset, decoding);
  let last = Math.min(CHUNK_HEADER_BYTES, end);
  for (let at = CHUNK_HEADER_BYTES; at < end; at = last) {
    const next = recordEnd(bytes, at, end);
    if (next !== undefined) {
      decoder.decode(at, next);
      last = next;
    } else {
      const damageEnd = nextRecord(bytes, at + 1, end);
      if (isCut && damageEnd === end) break;
      account.rejectRegion('damaged records', offset + at, offset + damageEnd);
      last = damageEnd;
    }
  }
  if (isCut) account.rejectRegion('cut off', offset + last, offset + bytes.length);
}

/** Decodes what looks like a whole record where no record should be: past a chunk's last, or where no chunk is. */
export function carveChunk(bytes: Buffer, offset: number, decoding: Decoding): void {
  const decoder = new RecordDecoder(bytes, offset, decoding);
  const start = isChunk(bytes) ? recordsEnd(bytes) : 0;
  for (let at = nextRecord(bytes, start, bytes.length); at < bytes.length; ) {
    const end = at + bytes.readUInt32LE(at + 4);
    decoder.decode(at, end);
    at = nextRecord(bytes, end, bytes.length);
  }
}
