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

function insert(
  plan: EventInsert,
  kindOf: (reader: RecordReader, kind: string) => string,
  filter: string,
): string {
  const { sources, recognised, mapped, sourceId } = plan;
  const reader = plan.file.reader();
  const of = (shape: number): Source => sources[shape] as Source;
  const columns = new Map(mapped.map((shape) => [shape, of(shape).columns(reader)] as const));
  const fields = FIELD_NAMES.map((field) => {
    const used = mapped.some((shape) => columns.get(shape)?.[field] !== undefined);
    return `${used ? perShape(mapped, (shape) => columns.get(shape)?.[field] ?? 'NULL') : 'NULL'} AS ${identifier(field)}`;
  });
  const kind = `CASE WHEN NOT bad AND shape IN (${mapped.join(', ')}) THEN ${perShape(mapped, (shape) => of(shape).processKind(reader))} END`;
  const shape = shapeOf(sources, recognised, reader);
  return (
    `INSERT INTO flat.events (source_id, source, kind, ${FIELD_NAMES.map(identifier).join(', ')}) ` +
    `SELECT ${sourceId}, ${perShape(mapped, (each) => literal(of(each).name))}, kind, ${fields.join(', ')} ` +
    `FROM (SELECT *, ${kindOf(reader, kind)} AS kind FROM (SELECT *, ${shape} AS shape FROM (${reader.select()}))) ${filter}`
  );
}

/** Inserts a file's process records, in file order; the rest is left out. */
export async function insertEvents(database: Database, plan: EventInsert): Promise<void> {
  await execute(
    database,
    insert(plan, (_, kind) => kind, 'WHERE kind IS NOT NULL'),
  );
}

const MISFIT = { bad: 'bad line', other: 'no event' } as const;

/** What a uniform insert met. */
export interface UniformResult {
  readonly rows: number;
  /** Indexes, from 0, of the records that are no JSON object. */
  readonly bad: readonly number[];
  /** Records that are no events. */
  readonly others: number;
}

/**
 * Inserts all records of a file that seems to hold nothing but events of one shape, in one pass over it. Where the
 * result tells of others, the caller must roll back.
 */
export async function insertUniform(database: Database, plan: EventInsert): Promise<UniformResult> {
  const mark = (_: RecordReader, kind: string): string =>
    `CASE WHEN bad THEN '${MISFIT.bad}' ELSE coalesce(${kind}, '${MISFIT.other}') END`;
  await execute(database, insert(plan, mark, ''));
  const mine = `flat.events WHERE source_id = ${plan.sourceId}`;
  const [counts] = await query<{ rows: number; bad: number; others: number }>(
    database,
    `SELECT count(*) AS rows, count(*) FILTER (kind = '${MISFIT.bad}') AS bad, count(*) FILTER (kind = '${MISFIT.other}') AS others FROM ${mine}`,
  );
  const { rows, bad, others } = counts ?? { rows: 0, bad: 0, others: 0 };
  const indexes =
    bad === 0
      ? []
      : await query<{ index: number }>(
          database,
          `SELECT rowid - (SELECT min(rowid) FROM ${mine}) AS index FROM ${mine} AND kind = '${MISFIT.bad}'`,
        );
  return { rows, others, bad: indexes.map((row) => row.index) };
}
