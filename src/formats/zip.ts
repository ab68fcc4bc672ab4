import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { type ByteSource, byteSource } from './byte-source.ts';
import { type Compression, decompress } from './decompress.ts';
import { type Format, type LocalFile, openBytes, type Session } from './format.ts';
import { nameFault, printable } from './member-name.ts';
import { nested } from './nested.ts';
import type { Prepared } from './prepared.ts';
import { unpack } from './unpack.ts';
import { openZip } from './zip-archive.ts';

const SIGNATURES = [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06')];
const METHODS = new Map<number, Compression>([
  [0, 'none'],
  [8, 'deflate'],
]);
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

export const zip: Format = {
  name: 'zip',
  isContainer: true,
  recognises: ({ raw }) => SIGNATURES.some((signature) => raw.subarray(0, 4).equals(signature)),
  async *read(file, session) {
    if (file.compression === 'none') {
      yield* members(file, session);
      return;
    }
    const unpacked = await unpack(openBytes(file, session.limits), session);
    try {
      yield* members({ ...file, file: unpacked.file, compression: 'none', onBytes: () => {} }, session);
    } finally {
      await unpacked.remove();
    }
  },
};

async function* members(file: LocalFile, session: Session): AsyncGenerator<Prepared> {
  const skipped = (error: Error): Prepared => {
    return { kind: 'skipped', path: file.path, reason: `damaged zip: ${error.message}`, bytes: file.bytes };
  };
  const archive = await openZip(file.file).catch((error: Error) => error);
  if (archive instanceof Error) {
    yield skipped(archive);
    return;
  }
  try {
    for await (const entry of entries(archive)) {
      if (entry instanceof Error) yield skipped(entry);
      else yield* member(archive, entry, file, session);
    }
  } finally {
    archive.close();
  }
}

/** The entries of the central directory up to the first that cannot be read, which ends it as an error. */
async function* entries(archive: ZipFile): AsyncGenerator<Entry | Error> {
  const iterator = archive.eachEntry();
  for (;;) {
    const next = await iterator.next().catch((error: Error) => error);
    if (next instanceof Error) yield next;
    if (next instanceof Error || next.done === true) return;
    yield next.value;
  }
}

async function* member(
  archive: ZipFile,
  entry: Entry,
  file: LocalFile,
  session: Session,
): AsyncGenerator<Prepared> {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (name.endsWith('/')) return;
  const path = `${file.path}!${printable(name)}`;
  const bytes = entry.compressedSize;
  const stream = nameFault(name) ?? entryFault(entry) ?? (await openEntry(archive, entry, file));
  if (typeof stream === 'string') {
    file.onBytes(bytes);
    yield { kind: 'skipped', path, reason: stream, bytes };
    return;
  }
  const compression = METHODS.get(entry.compressionMethod) ?? 'none';
  const source = checked(decompress(stream, compression, session.limits), entry.crc32);
  yield* nested({ path, wrapping: ` in zip${file.wrapping}`, bytes, source }, file, session);
}

function entryFault(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return 'encrypted';
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) return 'symbolic link';
  if (!METHODS.has(entry.compressionMethod))
    return `zip compression method ${entry.compressionMethod} is not read`;
  return undefined;
}

/** The bytes of an entry as they lie in the archive, or why they cannot be had. */
async function openEntry(archive: ZipFile, entry: Entry, file: LocalFile): Promise<ByteSource | string> {
  try {
    const stream = await archive.openReadStreamPromise(entry, { decodeFileData: false });
    return byteSource(async function* (fail) {
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          file.onBytes(chunk.length);
          yield chunk;
        }
      } catch (error) {
        fail({ reason: 'corrupt', detail: (error as Error).message });
      }
    });
  } catch (error) {
    return `damaged zip: ${(error as Error).message}`;
  }
}

/** A source that ends as corrupt if its bytes do not have the checksum. */
function checked(source: ByteSource, expected: number): ByteSource {
  return byteSource(async function* (fail) {
    let sum = 0;
    for await (const chunk of source) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (source.damage !== undefined) fail(source.damage);
    else if (sum !== expected) fail({ reason: 'corrupt', detail: 'wrong checksum' });
  });
}
