import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { CHUNK_BYTES, FILE_HEADER_BYTES } from './chunk.ts';
import type { EvtxReader } from './evtx-reader.ts';

/** Puts an event log through a reader: the text of each chunk's records, which holds until the next is asked for. */
export async function* readEvtx(source: ByteSource, reader: EvtxReader): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(source);
  try {
    reader.header(await bytes.take(FILE_HEADER_BYTES));
    for (;;) {
      const chunk = await bytes.take(CHUNK_BYTES);
      if (chunk.length > 0) yield reader.chunk(chunk);
      if (chunk.length < CHUNK_BYTES) break;
    }
  } finally {
    await bytes.close();
  }
  reader.end(source.damage?.reason);
}
