import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Account } from './account.ts';
import { CHUNK_BYTES, FILE_HEADER_BYTES } from './chunk.ts';

/** What takes an event log piece by piece. */
export interface LogReader {
  readonly account: Account;
  /** Takes the file's first 4096 bytes, or as many as there are. */
  header(bytes: Buffer): void;
  /** Takes the next chunk, whole unless it is the last; gives records as lines of text, until the next call. */
  chunk(bytes: Buffer): Buffer;
  /** Takes the end of the file; `damage` is why it came too early, where that is known. */
  end(damage?: string): void;
}

/** Puts an event log through a reader: the text of each chunk's records, which holds until the next is asked for. */
export async function* readEvtx(source: ByteSource, reader: LogReader): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(source, true);
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
