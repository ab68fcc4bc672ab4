import { FIELD_NAMES } from '../model/field.ts';
import type { Source } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import { perShape, shapeOf } from './detect.ts';
import { identifier, literal } from './quote.ts';
import type { RecordReader } from './raw-record.ts';
import type { OpenedFile } from './scan.ts';

/** What one file's rows in `flat.events` are made from. */
export interface EventInsert {
  readonly file: OpenedFile;
  readonly sourceId: number;
  readonly sources: readonly Source[];
  /** Shapes that a record may have, by place in the registry. */
  readonly recognised: readonly number[];
  /** Those of them whose process records are loaded. */
  readonly mapped: readonly number[];
}

function insert(plan: EventInsert, reader: RecordReader, misfit: string, filter: string): string {
  const { sources, recognised, mapped, sourceId } = plan;
  const of = (shape: number): Source => sources[shape] as Source;
  const columns = new Map(mapped.map((shape) => [shape, of(shape).columns(reader)] as const));
  const fields = FIELD_NAMES.map((field) => {
    const used = mapped.some((shape) => columns.get(shape)?.[field] !== undefined);
    return `${used ? perShape(mapped, (shape) => columns.get(shape)?.[field] ?? 'NULL') : 'NULL'} AS ${identifier(field)}`;
  });
  const kind = perShape(mapped, (shape) => of(shape).processKind(reader));
  const shape = shapeOf(sources, recognised, reader);
  return (
    `INSERT INTO flat.events (source_id, source, kind, ${FIELD_NAMES.map(identifier).join(', ')}) ` +
    `SELECT ${sourceId}, ${perShape(mapped, (each) => literal(of(each).name))}, kind, ${fields.join(', ')} ` +
    `FROM (SELECT *, coalesce(CASE WHEN NOT bad AND shape IN (${mapped.join(', ')}) THEN ${kind} END, ${misfit}) AS kind ` +
    `FROM (SELECT *, ${shape} AS shape FROM (${reader.select()}))) ${filter}`
  );
}

/** Inserts a file's process records, in file order; the rest is left out. */
export async function insertEvents(database: Database, plan: EventInsert): Promise<void> {
  await execute(database, insert(plan, plan.file.reader(), 'NULL', 'WHERE kind IS NOT NULL'));
}

const MISFIT = 'misfit';

/**
 * Inserts all records of a file that seems to hold nothing but events of one shape, in one pass over it. Returns how
 * many rows there are, or undefined where some record is something else: then the caller must roll back.
 */
export async function insertUniform(database: Database, plan: EventInsert): Promise<number | undefined> {
  await execute(database, insert(plan, plan.file.reader(true), literal(MISFIT), ''));
  const [counts] = await query<{ rows: number; misfits: number }>(
    database,
    `SELECT count(*) AS rows, count(*) FILTER (kind = '${MISFIT}') AS misfits FROM flat.events WHERE source_id = ${plan.sourceId}`,
  );
  return counts?.misfits === 0 ? counts.rows : undefined;
}
