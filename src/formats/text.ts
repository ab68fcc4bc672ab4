import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Reject } from '../model/reject.ts';
import type { ByteSource } from './byte-source.ts';
import { classify, type TextKind } from './classify.ts';
import { copyRows } from './csv-rows.ts';
import { type Format, type LocalFile, openBytes, type Session } from './format.ts';
import { splitJson } from './json-file.ts';
import type { Limits } from './limits.ts';
import { bombReason } from './limits.ts';
import { filterLines } from './line-filter.ts';
import type { Prepared, PreparedFile } from './prepared.ts';
import { sha256Of } from './sha256.ts';
import { TempFile } from './temp-file.ts';
import { asUtf8, type Encoding, encodingOf } from './text-encoding.ts';
import { splitEvents } from './winevent-xml.ts';

/** What became of a text that had to be written anew. */
interface Converted {
  readonly rejects: Reject[];
  readonly recordNumbers: Float64Array | undefined;
}

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
    const { format, readable } = KINDS[kind];
    // DuckDB reads a compressed stream that is cut off without a word. Half a line of NDJSON gives it away, half a row does not.
    const hidesCuts = kind === 'csv' && file.compression !== 'none';
    if (!readable.includes(encoding) || file.damage !== undefined || hidesCuts) {
      yield* converted(file, session, kind, encoding);
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

async function* converted(
  file: LocalFile,
  session: Session,
  kind: TextKind,
  encoding: Encoding,
): AsyncGenerator<Prepared> {
  const { format, convert } = KINDS[kind];
  const hash = createHash('sha256');
  let hashed = 0;
  const source = openBytes(file, session.limits, (chunk) => {
    if (file.sha256 === undefined) hash.update(chunk);
    hashed += chunk.length;
    file.onBytes(chunk.length);
  });
  const target = await TempFile.create(session.tempDir, format);
  try {
    const { rejects, recordNumbers } = await convert(asUtf8(source, encoding), target, session.limits);
    await target.close();
    if (source.damage?.reason === 'bomb') {
      yield { kind: 'skipped', path: file.path, reason: bombReason(session.limits), bytes: file.bytes };
      return;
    }
    const wholeHash = hashed === file.bytes ? hash.digest('hex') : undefined;
    yield {
      kind: 'records',
      path: file.path,
      format,
      container: kind + file.wrapping,
      file: target.path,
      compression: 'none',
      bytes: file.bytes,
      sha256: file.sha256 ?? wholeHash ?? (await sha256Of(file.file)),
      rejects,
      recordNumbers,
    };
  } finally {
    await target.abandon();
    await rm(target.path, { force: true });
  }
}
