import { isProcessKind } from '../model/event-kind.ts';
import { type Database, execute, query } from './database.ts';
import { perVariant, type Shapes, type Variant, withVariant } from './detect.ts';
import { identifier, literal } from './quote.ts';
import type { RecordReader } from './raw-record.ts';
import type { OpenedFile } from './scan.ts';
import { EVENT_TABLES, type EventTable, SOURCE_COLUMNS } from './schema.ts';

/** What one file's rows in the tables of events are made from. */
export interface EventInsert {
  readonly file: OpenedFile;
  readonly sourceId: number;
  /** The shapes that its records have. */
  readonly shapes: Shapes;
  /** The variants that the file has. */
  readonly mapped: readonly Variant[];
}

/** The table that holds the events of a variant. */
export const tableOf = ({ kind }: Variant): EventTable => (isProcessKind(kind) ? 'events' : 'activity');

/** Expressions that several columns share, as columns that are worked out before these. */
class Shared {
  readonly #levels: Map<string, string>[] = [];

  /** Gives the name of an expression's column; one that has another's name in it comes after that. */
  readonly once = (sql: string): string => {
    const level =
      this.#levels.findLastIndex((names) => [...names.values()].some((name) => sql.includes(name))) + 1;
    this.#levels[level] ??= new Map();
    const names = this.#levels[level];
    const name = names.get(sql) ?? identifier(`shared ${level} ${names.size}`);
    names.set(sql, name);
    return name;
  };

  select(records: string): string {
    return this.#levels.reduce(
      (from, names) =>
        `(SELECT *, ${[...names].map(([sql, name]) => `${sql} AS ${name}`).join(', ')} FROM ${from})`,
      `(${records})`,
    );
  }
}

function insert(
  plan: EventInsert,
  table: EventTable,
  reader: RecordReader,
  misfit: string,
  filter: string,
): string {
  const { shapes, sourceId } = plan;
  const mapped = plan.mapped.filter((variant) => tableOf(variant) === table);
  const shared = new Shared();
  const raw = { ...reader, once: shared.once };
  const columns = new Map(
    mapped.map((variant) => [variant, variant.source.columns(raw, variant.kind)] as const),
  );
  const fields = SOURCE_COLUMNS[table].map(
    (field) =>
      `${perVariant(mapped, (variant) => columns.get(variant)?.[field] ?? 'NULL')} AS ${identifier(field)}`,
  );
  const wanted = `CASE WHEN NOT bad AND list_contains([${mapped.map(({ number }) => number).join(', ')}], variant) THEN variant END`;
  return (
    `INSERT INTO flat.${table} (source_id, source, kind, ${SOURCE_COLUMNS[table].map(identifier).join(', ')}) ` +
    `SELECT ${sourceId}, ${perVariant(mapped, ({ source }) => literal(source.name))}, CASE variant ${mapped.map(({ number, kind }) => `WHEN ${number} THEN ${literal(kind)}`).join(' ')} ELSE ${misfit} END, ${fields.join(', ')} ` +
    `FROM ${shared.select(`SELECT * FROM (SELECT * REPLACE (${wanted} AS variant) FROM (${withVariant(shapes, () => reader.select(), reader)})) ${filter}`)}`
  );
}

/**
 * Inserts those of a file's records that are events, in file order; the rest is left out. Returns how many there are:
 * with `fast` some may be missing.
 */
export async function insertEvents(database: Database, plan: EventInsert, fast: boolean): Promise<number> {
  let rows = 0;
  for (const table of EVENT_TABLES) {
    if (!plan.mapped.some((variant) => tableOf(variant) === table)) continue;
    await execute(database, insert(plan, table, plan.file.reader(fast), 'NULL', 'WHERE variant IS NOT NULL'));
    rows += (await inserted(database, table, plan.sourceId)).rows;
  }
  return rows;
}

const MISFIT = 'misfit';

/**
 * Inserts all records of a file that seems to hold nothing but events of the `mapped` variants, which share a table, in
 * one pass over it. Returns how many rows there are, or undefined where some record is something else: then the caller
 * must roll back.
 */
export async function insertUniform(database: Database, plan: EventInsert): Promise<number | undefined> {
  const table = tableOf(plan.mapped[0] as Variant);
  await execute(database, insert(plan, table, plan.file.reader(true), literal(MISFIT), ''));
  const { rows, misfits } = await inserted(database, table, plan.sourceId);
  return misfits === 0 ? rows : undefined;
}

/** How many rows of a table are from a source. */
async function inserted(
  database: Database,
  table: EventTable,
  sourceId: number,
): Promise<{ rows: number; misfits: number }> {
  const [counts] = await query<{ rows: number; misfits: number }>(
    database,
    `SELECT count(*) AS rows, count(*) FILTER (kind = '${MISFIT}') AS misfits FROM flat.${table} WHERE source_id = ${sourceId}`,
  );
  return counts as { rows: number; misfits: number };
}
