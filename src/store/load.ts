import { FIELD_NAMES } from '../model/field.ts';
import type { RecordFile } from '../model/record-file.ts';
import type { Reject } from '../model/reject.ts';
import type { Source } from '../model/source.ts';
import { type Database, execute, query, transaction } from './database.ts';
import { identifier, literal } from './quote.ts';
import type { RecordReader } from './raw-record.ts';
import { type OpenedFile, openRecords } from './scan.ts';
import { RESOLVED_FIELDS } from './schema.ts';

/** What became of one file's records: `records = events + rejected + skipped` always. */
export interface LoadedFile {
  readonly path: string;
  readonly records: number;
  readonly events: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Records that are no process telemetry, by what they are. */
  readonly skippedByKind: Readonly<Record<string, number>>;
  readonly rejectsByReason: Readonly<Record<string, number>>;
}

/** The fast read met lines that are no JSON object: the file has to be read line by line first. */
export class UnreadableLines extends Error {
  /** Whether the record with this index, from 0, was good; undefined where the whole read failed. */
  readonly isBad: ((index: number) => boolean) | undefined;

  constructor(message: string, isBad?: (index: number) => boolean) {
    super(message);
    this.isBad = isBad;
  }
}

/** SQL that tells for each record which source has it, by its place in the registry. */
const shapeOf = (sources: readonly Source[], shapes: readonly number[], reader: RecordReader): string =>
  `CASE ${shapes.map((shape) => `WHEN ${(sources[shape] as Source).recognises(reader)} THEN ${shape}`).join(' ')} END`;

const perShape = (shapes: readonly number[], sql: (shape: number) => string): string =>
  shapes.length === 1
    ? sql(shapes[0] as number)
    : `CASE shape ${shapes.map((shape) => `WHEN ${shape} THEN ${sql(shape)}`).join(' ')} END`;

async function detect(database: Database, file: OpenedFile, sources: readonly Source[]): Promise<void> {
  const shapes = sources.map((_, index) => index);
  const build = async (unwrap: boolean): Promise<number> => {
    const reader = file.reader(unwrap);
    const kind = perShape(shapes, (shape) => (sources[shape] as Source).processKind(reader));
    const label = perShape(shapes, (shape) => (sources[shape] as Source).label(reader));
    const shape = shapeOf(sources, shapes, reader);
    const hit = `${reader.text('_index')} IS NOT NULL`;
    await execute(
      database,
      `CREATE OR REPLACE TEMP TABLE detected AS SELECT bad, hit, shape, ${kind} IS NOT NULL AS event, CASE WHEN NOT bad AND ${kind} IS NULL THEN ${label} END AS label ` +
        `FROM (SELECT *, ${hit} AS hit, ${shape} AS shape FROM (${reader.select()}))`,
    );
    const [row] = await query<{ hits: number }>(
      database,
      'SELECT count(*) FILTER (hit) AS hits FROM detected',
    );
    return row?.hits ?? 0;
  };
  if ((await build(file.unwrapHits)) > 0 && !file.unwrapHits) {
    file.unwrapHits = true;
    await build(true);
  }
}

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
  try {
    await detect(database, opened, sources);
  } catch (cause) {
    throw file.format === 'ndjson' && !salvaged ? new UnreadableLines(String(cause)) : cause;
  }
  await refuseBadLines(database, file, salvaged);
  const loaded = await transaction(database, async () => {
    const present = await query<{ shape: number; events: number }>(
      database,
      'SELECT shape, count(*) FILTER (event) AS events FROM detected GROUP BY shape ORDER BY shape',
    );
    if (present.some((row) => row.events > 0))
      await insertEvents(database, file, opened, sourceId, sources, present);
    return account(database, file, sourceId, [...file.rejects, ...opened.rejects]);
  });
  await execute(database, 'DROP TABLE detected');
  await opened.close();
  return loaded;
}

async function refuseBadLines(database: Database, file: RecordFile, salvaged: boolean): Promise<void> {
  const bad = await query<{ index: number }>(database, 'SELECT rowid AS index FROM detected WHERE bad');
  if (bad.length === 0) return;
  if (salvaged) throw new Error(`${file.path}: salvaged lines are still unreadable`);
  const indexes = new Set(bad.map((row) => row.index));
  throw new UnreadableLines('some lines are no JSON objects', (index) => indexes.has(index));
}

async function insertEvents(
  database: Database,
  file: RecordFile,
  opened: OpenedFile,
  sourceId: number,
  sources: readonly Source[],
  present: readonly { shape: number; events: number }[],
): Promise<void> {
  const reader = opened.reader(opened.unwrapHits);
  const of = (shape: number): Source => sources[shape] as Source;
  const shape = shapeOf(
    sources,
    present.map((row) => row.shape),
    reader,
  );
  const shapes = present.filter((row) => row.events > 0).map((row) => row.shape);
  const kind = perShape(shapes, (index) => of(index).processKind(reader));
  const columns = new Map(shapes.map((index) => [index, of(index).columns(reader)] as const));
  const fields = FIELD_NAMES.map((field) => {
    const used = shapes.some((index) => columns.get(index)?.[field] !== undefined);
    return `${used ? perShape(shapes, (index) => columns.get(index)?.[field] ?? 'NULL') : 'NULL'} AS ${identifier(field)}`;
  });
  const name = perShape(shapes, (index) => literal(of(index).name));
  await execute(
    database,
    `INSERT INTO flat.events SELECT ${sourceId}, NULL, ${name}, kind, NULL, NULL, NULL, ${RESOLVED_FIELDS.map(() => 'NULL').join(', ')}, ${fields.join(', ')} ` +
      `FROM (SELECT *, ${kind} AS kind FROM (SELECT *, ${shape} AS shape FROM (${reader.select()})) WHERE shape IN (${shapes.join(', ')})) WHERE kind IS NOT NULL`,
  );
  await numberRecords(database, file, sourceId);
}

/** Events were inserted in file order: the n-th new row is the n-th record that was detected as an event. */
async function numberRecords(database: Database, file: RecordFile, sourceId: number): Promise<void> {
  const runs = recordRuns(file.recordNumbers);
  await execute(database, 'CREATE OR REPLACE TEMP TABLE runs (start BIGINT, shift BIGINT)');
  for (let at = 0; at < runs.length; at += 1000) {
    const values = runs.slice(at, at + 1000).map(([start, shift]) => `(${start}, ${shift})`);
    await execute(database, `INSERT INTO runs VALUES ${values.join(', ')}`);
  }
  await execute(
    database,
    `UPDATE flat.events SET record = d.record FROM (SELECT first_row - 1 + row_number() OVER (ORDER BY i) AS target, i + shift AS record ` +
      `FROM (SELECT rowid AS i FROM detected WHERE event) ASOF JOIN runs ON i >= start, (SELECT min(rowid) AS first_row FROM flat.events WHERE source_id = ${sourceId})) d WHERE events.rowid = d.target`,
  );
  await execute(database, 'DROP TABLE runs');
}

/** Runs of consecutive record numbers: from index `start` on, number = index + shift. */
function recordRuns(numbers: Float64Array | undefined): [start: number, shift: number][] {
  const runs: [number, number][] = [];
  for (let index = 0; index < (numbers?.length ?? 0); index += 1) {
    const shift = (numbers?.[index] ?? 0) - index;
    if (runs.length === 0 || runs.at(-1)?.[1] !== shift) runs.push([index, shift]);
  }
  return runs.length === 0 ? [[0, 1]] : runs;
}

async function account(
  database: Database,
  file: RecordFile,
  sourceId: number,
  rejects: readonly Reject[],
): Promise<LoadedFile> {
  const [counts] = await query<{ rows: number; events: number }>(
    database,
    'SELECT count(*) AS rows, count(*) FILTER (event) AS events FROM detected',
  );
  const kinds = await query<{ kind: string; records: number }>(
    database,
    'SELECT label AS kind, count(*) AS records FROM detected WHERE label IS NOT NULL GROUP BY ALL ORDER BY ALL',
  );
  await insertRejects(database, sourceId, rejects);
  await execute(
    database,
    `INSERT INTO flat.skipped SELECT ${sourceId}, label, count(*) FROM detected WHERE label IS NOT NULL GROUP BY label`,
  );
  const rows = counts?.rows ?? 0;
  const events = counts?.events ?? 0;
  const skipped = kinds.reduce((sum, row) => sum + row.records, 0);
  const [inserted] = await query<{ rows: number }>(
    database,
    `SELECT count(*) AS rows FROM flat.events WHERE source_id = ${sourceId} AND record IS NOT NULL`,
  );
  if (rows !== events + skipped || inserted?.rows !== events)
    throw new Error(
      `${file.path}: ${rows} records read, but ${events} events (${inserted?.rows} stored) and ${skipped} skipped`,
    );
  const records = rows + rejects.length;
  await execute(
    database,
    `INSERT INTO flat.sources SELECT ${sourceId}, $path, $sha256, $format, ${file.bytes}, ${records}, ${events}, ${rejects.length}, ${skipped}, ` +
      `min("@timestamp"), max("@timestamp"), count(DISTINCT lower("host.name")) FROM flat.events WHERE source_id = ${sourceId}`,
    { path: file.path, sha256: file.sha256, format: file.container },
  );
  return {
    path: file.path,
    records,
    events,
    rejected: rejects.length,
    skipped,
    skippedByKind: Object.fromEntries(kinds.map((row) => [row.kind, row.records])),
    rejectsByReason: countBy(rejects.map((reject) => reject.reason)),
  };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

async function insertRejects(
  database: Database,
  sourceId: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const appender = await database.connection.createAppender('rejects', 'flat');
  for (const reject of rejects) {
    appender.appendInteger(sourceId);
    appender.appendBigInt(BigInt(reject.record));
    appender.appendVarchar(reject.reason);
    appender.appendVarchar(reject.excerpt);
    appender.endRow();
  }
  appender.closeSync();
}
