import { NoRoomError } from '../model/errors.ts';
import type { RecordFile } from '../model/record-file.ts';
import type { Source } from '../model/source.ts';
import { type Account, bookFile, type LoadedFile } from './book.ts';
import { type Database, execute, query, transaction } from './database.ts';
import {
  detect,
  detectSample,
  everyShape,
  type Shapes,
  uniformVariants,
  type Variant,
  variantsOf,
} from './detect.ts';
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

/** What a fast way to load takes for granted is not true of the file. */
class NotAsExpected extends Error {}

/**
 * Loads one file: those of its records that are events into their tables, the rest counted by kind, all or nothing.
 * `known` are the shapes, by their place among the sources, that files before it had, and then its own too.
 * @throws UnreadableLines when some line is no JSON object, or the read fails, and the file is not `salvaged` yet.
 */
export async function loadFile(
  database: Database,
  file: RecordFile,
  sourceId: number,
  sources: readonly Source[],
  known: Set<number>,
  salvaged = false,
): Promise<LoadedFile> {
  const opened = await openRecords(database, file, salvaged);
  const load = { database, file, opened, sourceId, sources };
  try {
    await detectSample(database, opened, sources, known);
    const variants = await uniformVariants(database, sources);
    const loaded = variants === undefined ? undefined : await loadUniform(load, variants);
    return loaded ?? (await loadDetected(load));
  } catch (error) {
    if (error instanceof NoRoomError || error instanceof UnreadableLines) throw error;
    if (salvaged || file.format !== 'ndjson') throw error;
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

/** Loads in a transaction; undefined, and nothing loaded, where the file is not as the work expects. */
async function attempt(database: Database, work: () => Promise<LoadedFile>): Promise<LoadedFile | undefined> {
  try {
    return await transaction(database, work);
  } catch (error) {
    if (error instanceof NotAsExpected) return undefined;
    throw error;
  }
}

/** One pass, for a file of nothing but events of one shape; undefined where it turns out to hold something else. */
function loadUniform(
  { database, file, opened, sourceId, sources }: Load,
  mapped: readonly Variant[],
): Promise<LoadedFile | undefined> {
  const [first] = mapped as [Variant];
  const shapes = everyShape(sources.slice(0, sources.indexOf(first.source) + 1));
  return attempt(database, async () => {
    const rows = await insertUniform(database, { file: opened, sourceId, shapes, mapped });
    if (rows === undefined) throw new NotAsExpected();
    await uniformRuns(database, tableOf(first), sourceId, opened.recordNumbers ?? file.recordNumbers);
    return bookFile(database, file, sourceId, opened.rejects, { rows, events: rows, skipped: {} });
  });
}

/** A pass that tells for each record what it is, and one for each table that some of them go to. */
async function loadDetected(load: Load): Promise<LoadedFile> {
  const { database, opened, sources } = load;
  await detect(database, opened, sources);
  await refuseBadLines(database);
  const found = await query<{ shape: number; variant: number | null }>(
    database,
    'SELECT DISTINCT shape, variant FROM detected ORDER BY ALL',
  );
  // A record's shape is the first of those that the file has that recognises it, as it is of all.
  const shapes = new Map(
    [...everyShape(sources)].filter(([place]) => found.some(({ shape }) => shape === place)),
  );
  const mapped = variantsOf(sources).filter(({ number }) => found.some(({ variant }) => variant === number));
  return (
    (await loadVariants(load, shapes, mapped, true)) ??
    ((await loadVariants(load, shapes, mapped, false)) as LoadedFile)
  );
}

/** Undefined where the fast way to read does not find every event. */
function loadVariants(
  { database, file, opened, sourceId, sources }: Load,
  shapes: Shapes,
  mapped: readonly Variant[],
  fast: boolean,
): Promise<LoadedFile | undefined> {
  return attempt(database, async () => {
    const events = await insertEvents(database, { file: opened, sourceId, shapes, mapped }, fast);
    const account = await detectedAccount(database);
    if (fast && events !== account.events) throw new NotAsExpected();
    await insertNames(database, opened, sourceId, sources);
    await detectedRuns(database, mapped, sourceId, opened.recordNumbers ?? file.recordNumbers);
    return bookFile(database, file, sourceId, opened.rejects, account);
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
