import { FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { type Cell, type Database, query, type Row } from './database.ts';
import { identifier, literal } from './quote.ts';
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

/** One combination of values that events have in a few single-valued fields, and how many have it. */
export interface Combination {
  readonly values: Row;
  readonly events: number;
}

/** The combinations that the events in scope have in the given keyword fields. */
export async function combine(
  database: Database,
  fields: readonly FieldName[],
  scope: EventScope = {},
): Promise<Combination[]> {
  const scoped = scopeSql(scope);
  const columns = fields.map((field) => `${column(field)} AS ${identifier(field)}`);
  const rows = await query(
    database,
    `SELECT ${columns.join(', ')}, count(*) AS events FROM flat.events e WHERE true${scoped.sql} GROUP BY ALL`,
    scoped.values,
  );
  return rows.map(({ events, ...values }) => ({ events: events as number, values }));
}

/** SQL for the rowids, as `id`, of the events that have one of some combinations. */
function havingOneOf(combinations: readonly Combination[]): string {
  const fields = Object.keys(combinations[0]?.values ?? {}) as FieldName[];
  const value = (cell: Cell): string => (cell === null ? 'NULL' : literal(String(cell)));
  const rows = combinations.map(
    ({ values }) => `(${fields.map((field) => value(values[field] ?? null)).join(', ')})`,
  );
  const names = fields.map((_, index) => `v${index}`);
  const on = fields.map((field, index) => `${column(field)} IS NOT DISTINCT FROM v${index}`);
  return `SELECT e.rowid AS id FROM flat.events e SEMI JOIN (VALUES ${rows.join(', ')}) c(${names.join(', ')}) ON ${on.join(' AND ')}`;
}

/**
 * Reads the events in scope that satisfy `where` (SQL over alias `e`), with the given fields, in the order in which
 * they were loaded; with combinations, of which there must be one, only events that have one of them.
 */
export async function readEvents(
  database: Database,
  where: string,
  fields: readonly FieldName[],
  scope: EventScope = {},
  combinations?: readonly Combination[],
): Promise<EventRow[]> {
  const scoped = scopeSql(scope);
  // Names decide in a first step of their own: read together, every column of every event would be unpacked.
  const near =
    combinations === undefined
      ? { with: '', condition: '' }
      : {
          with: `WITH near AS MATERIALIZED (${havingOneOf(combinations)}) `,
          condition: ' AND e.rowid IN (SELECT id FROM near)',
        };
  const columns = fields.map((field, index) => `, ${asRead(field)} AS f${index}`);
  const rows = await query(
    database,
    `${near.with}SELECT e.rowid AS event, e.process_rid AS rid, e.parent_source${columns.join('')} FROM flat.events e WHERE ${where}${near.condition}${scoped.sql} ORDER BY e.rowid`,
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

/** The start and already-running records of the processes in `wanted`, in the order of path and record. */
export async function wantedEvents(database: Database): Promise<WholeEvent[]> {
  const columns = FIELD_NAMES.map((field, index) =>
    FIELDS[field] === 'date'
      ? `epoch_us(e.${identifier(field)}) AS f${index}`
      : `${column(field)} AS f${index}`,
  );
  const rows = await query(
    database,
    `SELECT e.rowid AS event, e.process_rid AS rid, e.source, s.path, e.record, e.kind, e.parent_source, e."process.parent.executable" AS written_parent, ${columns.join(', ')} FROM wanted w JOIN flat.events e ON e.process_rid = w.rid JOIN flat.sources s USING (source_id) WHERE e.kind <> 'end' ORDER BY s.path, e.record, e.rowid`,
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
