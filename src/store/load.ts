import type { RecordFile } from '../model/record-file.ts';
import type { Source } from '../model/source.ts';
import { type Account, bookFile, type LoadedFile } from './book.ts';
import { type Database, execute, query, transaction } from './database.ts';
import { detect, uniformShape } from './detect.ts';
import { insertEvents, insertUniform } from './insert-events.ts';
import { detectedRuns, uniformRuns } from './record-runs.ts';
import { type OpenedFile, openRecords } from './scan.ts';

/** The fast read met lines that are no JSON object, or failed: the file has to be read line by line first. */
export class UnreadableLines extends Error {
  /** Whether the record with this index, from 0, was bad; undefined where the whole read failed. */
  readonly isBad: ((index: number) => boolean) | undefined;

  constructor(message: string, isBad?: (index: number) => boolean) {
    super(message);
    this.isBad = isBad;
  }
}

/** A file that is not as uniform as its first records. */
class NotUniform extends Error {}

/**
 * Loads one file: its process records into `flat.events`, the rest counted by kind, all or nothing.
 * @throws UnreadableLines when some line is no JSON object, or the read fails, and the file is not `salvaged` yet.
 */
export async function loadFile(
  database: Database,
  file: RecordFile,
  sourceId: number,
  sources: readonly Source[],
  salvaged = false,
): Promise<LoadedFile> {
  const opened = await openRecords(database, file, salvaged);
  const load = { database, file, opened, sourceId, sources };
  try {
    const shape = await uniformShape(database, opened, sources);
    const loaded = shape === undefined ? undefined : await loadUniform(load, shape);
    return loaded ?? (await loadDetected(load));
  } catch (error) {
    if (salvaged || file.format !== 'ndjson' || error instanceof UnreadableLines) throw error;
    throw new UnreadableLines(String(error));
  } finally {
    await execute(database, 'DROP TABLE IF EXISTS detected');
    await opened.close();
  }
}

interface Load {
  readonly database: Database;
  readonly file: RecordFile;
  readonly opened: OpenedFile;
  readonly sourceId: number;
  readonly sources: readonly Source[];
}

async function refuseBadLines(database: Database): Promise<void> {
  const bad = await query<{ index: number }>(database, 'SELECT rowid AS index FROM detected WHERE bad');
  if (bad.length === 0) return;
  const indexes = new Set(bad.map((row) => row.index));
  throw new UnreadableLines('some lines are no JSON objects', (index) => indexes.has(index));
}

/** One pass, for a file of nothing but events of one shape; undefined where it turns out to hold something else. */
async function loadUniform(
  { database, file, opened, sourceId, sources }: Load,
  shape: number,
): Promise<LoadedFile | undefined> {
  const recognised = sources.map((_, index) => index).slice(0, shape + 1);
  try {
    return await transaction(database, async () => {
      const rows = await insertUniform(database, {
        file: opened,
        sourceId,
        sources,
        recognised,
        mapped: [shape],
      });
      if (rows === undefined) throw new NotUniform();
      await uniformRuns(database, sourceId, opened.recordNumbers ?? file.recordNumbers);
      return bookFile(database, file, sourceId, opened.rejects, { rows, events: rows, skipped: {} });
    });
  } catch (error) {
    if (error instanceof NotUniform) return undefined;
    throw error;
  }
}

/** Two passes: one tells for each record what it is, the other inserts those that are events. */
async function loadDetected({ database, file, opened, sourceId, sources }: Load): Promise<LoadedFile> {
  await detect(database, opened, sources);
  await refuseBadLines(database);
  const present = await query<{ shape: number; events: number }>(
    database,
    'SELECT shape, count(*) FILTER (event) AS events FROM detected GROUP BY shape ORDER BY shape',
  );
  const recognised = present.map((row) => row.shape);
  const mapped = present.filter((row) => row.events > 0).map((row) => row.shape);
  return transaction(database, async () => {
    if (mapped.length > 0)
      await insertEvents(database, { file: opened, sourceId, sources, recognised, mapped });
    await detectedRuns(database, sourceId, opened.recordNumbers ?? file.recordNumbers);
    return bookFile(database, file, sourceId, opened.rejects, await detectedAccount(database));
  });
}

async function detectedAccount(database: Database): Promise<Account> {
  const [counts] = await query<{ rows: number; events: number }>(
    database,
    'SELECT count(*) AS rows, count(*) FILTER (event) AS events FROM detected',
  );
  const kinds = await query<{ kind: string; records: number }>(
    database,
    'SELECT label AS kind, count(*) AS records FROM detected WHERE label IS NOT NULL GROUP BY ALL ORDER BY ALL',
  );
  return {
    rows: counts?.rows ?? 0,
    events: counts?.events ?? 0,
    skipped: Object.fromEntries(kinds.map((row) => [row.kind, row.records])),
  };
}
