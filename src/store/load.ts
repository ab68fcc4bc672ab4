import type { RecordFile } from '../model/record-file.ts';
import type { Source } from '../model/source.ts';
import { type Account, bookFile, type LoadedFile } from './book.ts';
import { type Database, execute, query, transaction } from './database.ts';
import { detect, uniformVariants, type Variant, variantsOf } from './detect.ts';
import { insertEvents, insertUniform, tableOf } from './insert-events.ts';
import { insertNames } from './insert-names.ts';
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
 * Loads one file: those of its records that are events into their tables, the rest counted by kind, all or nothing.
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
    const variants = await uniformVariants(database, opened, sources);
    const loaded = variants === undefined ? undefined : await loadUniform(load, variants);
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
  mapped: readonly Variant[],
): Promise<LoadedFile | undefined> {
  const [first] = mapped as [Variant];
  const asked = sources.slice(0, sources.indexOf(first.source) + 1);
  try {
    return await transaction(database, async () => {
      const rows = await insertUniform(database, { file: opened, sourceId, sources: asked, mapped });
      if (rows === undefined) throw new NotUniform();
      await uniformRuns(database, tableOf(first), sourceId, opened.recordNumbers ?? file.recordNumbers);
      return bookFile(database, file, sourceId, opened.rejects, { rows, events: rows, skipped: {} });
    });
  } catch (error) {
    if (error instanceof NotUniform) return undefined;
    throw error;
  }
}

/** A pass that tells for each record what it is, and one for each table that some of them go to. */
async function loadDetected({ database, file, opened, sourceId, sources }: Load): Promise<LoadedFile> {
  await detect(database, opened, sources);
  await refuseBadLines(database);
  const variants = variantsOf(sources);
  const found = await query<{ variant: number }>(
    database,
    'SELECT DISTINCT variant FROM detected WHERE variant IS NOT NULL ORDER BY variant',
  );
  const mapped = variants.filter(({ number }) => found.some(({ variant }) => variant === number));
  return transaction(database, async () => {
    await insertEvents(database, { file: opened, sourceId, sources, mapped });
    await insertNames(database, opened, sourceId, sources);
    await detectedRuns(database, mapped, sourceId, opened.recordNumbers ?? file.recordNumbers);
    return bookFile(database, file, sourceId, opened.rejects, await detectedAccount(database));
  });
}

async function detectedAccount(database: Database): Promise<Account> {
  const [counts] = await query<{ rows: number; events: number }>(
    database,
    'SELECT count(*) AS rows, count(variant) AS events FROM detected',
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
