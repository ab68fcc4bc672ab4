import { fileBytes } from './byte-source.ts';
import { decompress } from './decompress.ts';
import { LIMITS, type Limits } from './limits.ts';
import { filterLines } from './line-filter.ts';
import type { PreparedFile } from './prepared.ts';
import { TempFile } from './temp-file.ts';

/**
 * Reads NDJSON again line by line, for a file in which DuckDB met lines that it could not read, or that it could not
 * read at all (a cut-off `.gz`). Each line that is one JSON object goes into a new temporary file, which the caller
 * deletes; the others become rejects: `not JSON`, `not an object`, `invalid UTF-8`, `line too long`, `cut off` (the end
 * of a compressed stream, or a last line without newline that is not JSON), `corrupt` (compressed bytes that are
 * wrong). Blank lines are neither. A byte order mark at the beginning of a line is dropped.
 *
 * `isBad` tells a line that DuckDB read as NULL by the 0-based place of its row, that is among the lines that are not
 * blank, and spares the others the parsing. Without it every line is parsed.
 */
export async function salvageLines(
  file: PreparedFile,
  options: { tempDir: string; isBad?: (index: number) => boolean; limits?: Limits },
): Promise<PreparedFile> {
  const { recordBytes } = options.limits ?? LIMITS;
  const target = await TempFile.create(options.tempDir, 'ndjson');
  try {
    const source = decompress(fileBytes(file.file), file.compression);
    const filtered = await filterLines(source, target, { recordBytes, isBad: options.isBad });
    await target.close();
    const original = (line: number): number => file.recordNumbers?.[line - 1] ?? line;
    const rejects = filtered.rejects.map((reject) => ({ ...reject, record: original(reject.record) }));
    return {
      ...file,
      file: target.path,
      compression: 'none',
      rejects: [...file.rejects, ...rejects].sort((one, other) => one.record - other.record),
      recordNumbers: filtered.lineNumbers?.map(original) ?? file.recordNumbers?.slice(0, filtered.keptLines),
    };
  } catch (error) {
    await target.abandon();
    throw error;
  }
}
