import { FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { type Cell, type Database, query, type Row } from './database.ts';
import { identifier } from './quote.ts';
import { eventColumn } from './schema.ts';

/** A value of an event's field as EQL sees it; dates are epoch milliseconds. */
type FieldValue = string | number | boolean;

/** Which events a hunt looks at, beyond what its rules say. */
export interface EventScope {
  /** Earliest and latest `@timestamp`, epoch milliseconds, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** A host's id, name or the first label of its name, in any letter case. */
  readonly host?: string | undefined;
}

/** SQL over alias `e` for an event field, as rules read it. */
export const column = (field: FieldName): string => eventColumn(field);

/** A hit's place: its event, its process and who said what the parent is. */
export interface EventRow {
  readonly event: number;
  readonly rid: number | null;
  readonly parent_source: 'reported' | 'resolved' | null;
  /** All values that the field has, none where it is missing. */
  read(field: string): readonly FieldValue[];
}

const asRead = (field: FieldName): string =>
  FIELDS[field] === 'date' ? `epoch_ms(${column(field)})` : column(field);

function scopeSql(scope: EventScope): { sql: string; values: Record<string, string> } {
  const conditions: string[] = [];
  const values: Record<string, string> = {};
  if (scope.from !== undefined) conditions.push(`epoch_ms(e."@timestamp") >= ${Math.trunc(scope.from)}`);
  if (scope.to !== undefined) conditions.push(`epoch_ms(e."@timestamp") <= ${Math.trunc(scope.to)}`);
  if (scope.host !== undefined) {
    conditions.push(
      "e.host_rid IN (SELECT host_rid FROM flat.hosts WHERE lower($host) IN (lower(id), lower(name), split_part(lower(name), '.', 1)))",
    );
    values.host = scope.host;
  }
  return { sql: conditions.map((condition) => ` AND ${condition}`).join(''), values };
}

/** Every distinct combination of values that events have in the given single-valued fields. */
export async function distinctValues(database: Database, fields: readonly FieldName[]): Promise<Row[]> {
  const columns = fields.map((field) => `${column(field)} AS ${identifier(field)}`);
  return query(database, `SELECT ${columns.join(', ')} FROM flat.events e GROUP BY ALL`);
}

/** Combinations of values, to which candidates are narrowed. */
export interface Combinations {
  readonly fields: readonly FieldName[];
  readonly rows: readonly Row[];
}

/**
 * Reads the events that satisfy `where` (SQL over alias `e`), lie in scope and have one of the combinations, in the
 * order in which they were loaded, with the given fields.
 */
export async function readEvents(
  database: Database,
  where: string,
  fields: readonly FieldName[],
  scope: EventScope = {},
  combinations?: Combinations,
): Promise<EventRow[]> {
  const scoped = scopeSql(scope);
  const narrowed = combinations === undefined ? '' : await combinationsSql(database, combinations);
  const columns = fields.map((field, index) => `, ${asRead(field)} AS f${index}`);
  const rows = await query(
    database,
    `SELECT e.rowid AS event, e.process_rid AS rid, e.parent_source${columns.join('')} FROM flat.events e${narrowed} WHERE ${where}${scoped.sql} ORDER BY e.rowid`,
    scoped.values,
  );
  const places = new Map<string, string>(fields.map((field, index) => [field, `f${index}`]));
  return rows.map((row) => ({
    event: row.event as number,
    rid: row.rid as number | null,
    parent_source: row.parent_source as EventRow['parent_source'],
    read: (field) => valuesOf(row[places.get(field) ?? ''] ?? null),
  }));
}

const valuesOf = (cell: Cell): FieldValue[] =>
  cell === null
    ? []
    : Array.isArray(cell)
      ? (cell.filter((value) => value !== null) as FieldValue[])
      : [cell];

async function combinationsSql(database: Database, { fields, rows }: Combinations): Promise<string> {
  const definition = fields.map(
    (field, index) => `v${index} ${FIELDS[field] === 'long' ? 'BIGINT' : 'VARCHAR'}`,
  );
  await query(database, `CREATE OR REPLACE TEMP TABLE combinations (${definition.join(', ')})`);
  const appender = await database.connection.createAppender('combinations', undefined, 'temp');
  for (const row of rows) {
    for (const field of fields) {
      const value = row[field] ?? null;
      if (value === null) appender.appendNull();
      else if (FIELDS[field] === 'long') appender.appendBigInt(BigInt(value as number));
      else appender.appendVarchar(value as string);
    }
    appender.endRow();
  }
  appender.closeSync();
  const on = fields.map((field, index) => `${column(field)} IS NOT DISTINCT FROM c.v${index}`);
  return ` SEMI JOIN combinations c ON ${on.join(' AND ')}`;
}

/** Every field of one event as ECS has it: times ISO-less, in epoch microseconds. */
export interface WholeEvent {
  readonly event: number;
  readonly rid: number | null;
  readonly source: string;
  readonly path: string;
  readonly record: number;
  readonly kind: string;
  readonly parent_source: 'reported' | 'resolved' | null;
  /** What the record itself writes as the parent's image, be it one or not. */
  readonly written_parent: string | null;
  readonly fields: Readonly<Record<FieldName, Cell>>;
}

/** The start and already-running records of the processes in `wanted`, and any of the given events, in loading order. */
export async function wantedEvents(database: Database): Promise<WholeEvent[]> {
  const columns = FIELD_NAMES.map((field, index) =>
    FIELDS[field] === 'date'
      ? `epoch_us(e.${identifier(field)}) AS f${index}`
      : `${column(field)} AS f${index}`,
  );
  const rows = await query(
    database,
    `SELECT e.rowid AS event, e.process_rid AS rid, e.source, s.path, e.record, e.kind, e.parent_source, e."process.parent.executable" AS written_parent, ${columns.join(', ')} FROM wanted w JOIN flat.events e ON e.process_rid = w.rid JOIN flat.sources s USING (source_id) WHERE e.kind <> 'end' ORDER BY e.rowid`,
  );
  return rows.map((row) => ({
    event: row.event as number,
    rid: row.rid as number | null,
    source: row.source as string,
    path: row.path as string,
    record: row.record as number,
    kind: row.kind as string,
    parent_source: row.parent_source as WholeEvent['parent_source'],
    written_parent: row.written_parent as string | null,
    fields: Object.fromEntries(
      FIELD_NAMES.map((field, index) => [field, row[`f${index}`] ?? null]),
    ) as Record<FieldName, Cell>,
  }));
}
