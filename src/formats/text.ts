import type { ByteSource } from './byte-source.ts';
import { classify, type TextKind } from './classify.ts';
import { type Converted, converted, sha256Of } from './converted.ts';
import { copyRows } from './csv-rows.ts';
import type { Format } from './format.ts';
import { splitJson } from './json-file.ts';
import type { Limits } from './limits.ts';
import { filterLines } from './line-filter.ts';
import type { PreparedFile } from './prepared.ts';
import type { TempFile } from './temp-file.ts';
import { asUtf8, type Encoding, encodingOf } from './text-encoding.ts';
import { splitEvents } from './winevent-xml.ts';

interface Kind {
  readonly format: PreparedFile['format'];
  /** Encodings in which DuckDB reads it as it lies. */
  readonly readable: readonly Encoding[];
  convert(source: ByteSource, target: TempFile, limits: Limits): Promise<Converted>;
}

const KINDS: Record<TextKind, Kind> = {
  ndjson: {
    format: 'ndjson',
    readable: ['utf-8'],
    convert: async (source, target, limits) => {
      const { rejects, lineNumbers } = await filterLines(source, target, limits);
      return { rejects, recordNumbers: lineNumbers };
    },
  },
  json: {
    format: 'ndjson',
    readable: [],
    convert: (source, target, limits) => splitJson(source, target, limits.recordBytes),
  },
  csv: {
    format: 'csv',
    readable: ['utf-8', 'utf-8 with mark'],
    convert: async (source, target) => ({
      rejects: await copyRows(source, target),
      recordNumbers: undefined,
    }),
  },
  'winevent-xml': {
    format: 'ndjson',
    readable: [],
    convert: (source, target, limits) => splitEvents(source, target, limits.recordBytes),
  },
};

/** NDJSON, JSON, CSV and Windows event XML, in UTF-8 or UTF-16. */
export const text: Format = {
  name: 'text',
  recognises: (head, path) => classify(head, path) !== undefined,
  async *read(file, session, head) {
    const kind = classify(head, file.path) ?? 'ndjson';
    const encoding = encodingOf(head.raw);
    const { format, readable, convert } = KINDS[kind];
    // DuckDB reads a compressed stream that is cut off without a word. Half a line of NDJSON gives it away, half a row does not.
    const hidesCuts = kind === 'csv' && file.compression !== 'none';
    if (!readable.includes(encoding) || file.damage !== undefined || hidesCuts) {
      yield* converted(file, session, { format, container: kind }, (source, target) =>
        convert(asUtf8(source, encoding), target, session.limits),
      );
      return;
    }
    yield {
      kind: 'records',
      path: file.path,
      format,
      container: kind + file.wrapping,
      file: file.file,
      compression: file.compression,
      bytes: file.bytes,
      sha256: file.sha256 ?? (await sha256Of(file.file, file.onBytes)),
      rejects: [],
    };
  },
};
