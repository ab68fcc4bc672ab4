import { decompress } from './decompress.ts';
import { type Format, openBytes } from './format.ts';
import { nested } from './nested.ts';

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

export const gzip = compressed('gzip', '.gz', (bytes) => bytes.subarray(0, 3).equals(GZIP));

/** A frame, or one that is to be skipped and comes before it. */
export const zstd = compressed(
  'zstd',
  '.zst',
  (bytes) =>
    bytes.subarray(0, 4).equals(ZSTD) || (bytes.length >= 4 && bytes.readUInt32LE(0) >>> 4 === 0x184d2a5),
);

/** An input is read through its compression; what is in an archive, or packed twice, is unpacked within the limits. */
function compressed(name: 'gzip' | 'zstd', suffix: string, recognises: (bytes: Buffer) => boolean): Format {
  return {
    name,
    isContainer: true,
    recognises: ({ raw }) => recognises(raw),
    async *read(file, session) {
      const wrapping = suffix + file.wrapping;
      if (file.compression === 'none' && file.depth === 0) {
        yield* session.inner({ ...file, compression: name, wrapping });
        return;
      }
      const source = decompress(openBytes(file, session.limits), name, session.limits);
      yield* nested(
        { path: file.path, wrapping, bytes: file.bytes, source, sha256: file.sha256 },
        file,
        session,
      );
    },
  };
}
