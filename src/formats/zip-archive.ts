import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, openPromise, RandomAccessReader, type ZipFile } from 'yauzl';

// yauzl would stop at the first name or size that it does not like, so names are judged by its callers.
const OPTIONS = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
const END_RECORD = Buffer.from('PK\x05\x06');
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

/** Opens a zip, also one that is followed by bytes which do not belong to it; throws yauzl's error if it is none. */
export async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, OPTIONS);
  } catch (error) {
    const bytes = await archiveBytes(path);
    if (bytes === undefined) throw error;
    return fromRandomAccessReaderPromise(new FileReader(path), bytes, OPTIONS);
  }
}

/** Where the last end record says that the archive ends, if that is before the end of the file. */
async function archiveBytes(path: string): Promise<number | undefined> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - END_RECORD_BYTES - MAX_COMMENT_BYTES);
    const tail = Buffer.alloc(size - start);
    await handle.read(tail, 0, tail.length, start);
    const at = tail.lastIndexOf(END_RECORD);
    if (at < 0 || at + END_RECORD_BYTES > tail.length) return undefined;
    const end = start + at + END_RECORD_BYTES + tail.readUInt16LE(at + END_RECORD_BYTES - 2);
    return end < size ? end : undefined;
  } finally {
    await handle.close();
  }
}

class FileReader extends RandomAccessReader {
  readonly #path: string;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }
}
