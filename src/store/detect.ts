import type { Source } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import type { RecordReader } from './raw-record.ts';
import type { OpenedFile } from './scan.ts';

/** SQL that tells for each record which source has it, by its place in the registry; NULL where none of `shapes` has. */
export const shapeOf = (
  sources: readonly Source[],
  shapes: readonly number[],
  reader: RecordReader,
): string =>
  `CASE ${shapes.map((shape) => `WHEN ${(sources[shape] as Source).recognises(reader)} THEN ${shape}`).join(' ')} END`;

/** SQL that picks by the column `shape` among expressions for several shapes. */
export const perShape = (shapes: readonly number[], sql: (shape: number) => string): string =>
  shapes.length === 1
    ? sql(shapes[0] as number)
    : `CASE shape ${shapes.map((shape) => `WHEN ${shape} THEN ${sql(shape)}`).join(' ')} END`;

/** Records looked at to guess what a file holds. */
const SAMPLE = 1000;

/**
 * Writes temp table `detected`: for each record in file order `bad` (no JSON object), `hit` (an Elasticsearch hit that
 * wraps a document), `shape`, whether it is an `event`, and the `label` under which it is counted if not.
 */
async function writeDetected(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
  limit?: number,
): Promise<void> {
  const reader = file.reader();
  const shapes = sources.map((_, index) => index);
  const kind = perShape(shapes, (shape) => (sources[shape] as Source).processKind(reader));
  const label = perShape(shapes, (shape) => (sources[shape] as Source).label(reader));
  const shape = shapeOf(sources, shapes, reader);
  const hit = `coalesce(${['_index', '_id', '_source'].map(reader.text).join(', ')}) IS NOT NULL`;
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE detected AS SELECT bad, hit, shape, NOT bad AND ${kind} IS NOT NULL AS event, CASE WHEN NOT bad AND ${kind} IS NULL THEN ${label} END AS label ` +
      `FROM (SELECT *, ${hit} AS hit, ${shape} AS shape FROM (${reader.select(limit)}))`,
  );
}

async function anyHit(database: Database): Promise<boolean> {
  return (await query(database, 'SELECT 1 FROM detected WHERE hit LIMIT 1')).length > 0;
}

/** Detects every record of a file; hits are opened once the first of them is met. */
export async function detect(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<void> {
  await writeDetected(database, file, sources);
  if (file.unwrapHits || !(await anyHit(database))) return;
  file.unwrapHits = true;
  await writeDetected(database, file, sources);
}

/** The one shape of which all of the first records are events, or undefined where they are of several kinds. */
export async function uniformShape(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<number | undefined> {
  await writeDetected(database, file, sources, SAMPLE);
  if (await anyHit(database)) return undefined;
  const kinds = await query<{ shape: number; event: boolean }>(
    database,
    'SELECT DISTINCT shape, event FROM detected',
  );
  return kinds.length === 1 && kinds[0]?.event ? kinds[0].shape : undefined;
}
