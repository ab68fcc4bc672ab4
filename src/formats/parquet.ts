import { converted, sha256Of } from './converted.ts';
import type { Format } from './format.ts';

const MAGIC = Buffer.from('PAR1');

/** Parquet: DuckDB reads it as it lies, unpacked where it is packed as a whole. */
export const parquet: Format = {
  name: 'parquet',
  recognises: ({ raw }) => raw.subarray(0, MAGIC.length).equals(MAGIC),
  async *read(file, session) {
    if (file.compression !== 'none') {
      const kind = { format: 'parquet', container: 'parquet' } as const;
      yield* converted(file, session, kind, async (source, target) => {
        for await (const chunk of source) {
          target.append(chunk);
          await target.drain();
        }
        return { rejects: [] };
      });
      return;
    }
    yield {
      kind: 'records',
      path: file.path,
      format: 'parquet',
      container: `parquet${file.wrapping}`,
      file: file.file,
      compression: 'none',
      bytes: file.bytes,
      sha256: file.sha256 ?? (await sha256Of(file.file, file.onBytes)),
      rejects: [],
    };
  },
};
