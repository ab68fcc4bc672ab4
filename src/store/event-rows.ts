import type { EventKind } from '../model/event-kind.ts';
import { FIELD_NAMES, FIELDS, type FieldName, type FieldPath, fieldType } from '../model/field.ts';
import { type Cell, type Database, query, stream } from './database.ts';
import { IS_HOST } from './hosts.ts';
import { EVENT_TABLES, type EventTable, eventColumn, eventNumber } from './schema.ts';

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

/** An event as a rule sees it, and the process that it belongs to. */
export interface EventRow {
  readonly event: number;
  readonly rid: number | null;
  /** `@timestamp`, epoch milliseconds with a fraction. */
  readonly time: number | null;
  readonly profile: number;
  /** All values that the field has, none where it is missing. */
  read(field: string): readonly FieldValue[];
}

const asRead = (field: FieldPath, table: EventTable): string =>
  fieldType(field) === 'date' ? `epoch_ms(${eventColumn(field, table)})` : eventColumn(field, table);

function scopeSql(scope: EventScope): { sql: string; values: Record<string, string> } {
  const conditions: string[] = [];
  const values: Record<string, string> = {};
  if (scope.from !== undefined) conditions.push(`epoch_ms(e."@timestamp") >= ${Math.trunc(scope.from)}`);
  if (scope.to !== undefined) conditions.push(`epoch_ms(e."@timestamp") <= ${Math.trunc(scope.to)}`);
  if (scope.host !== undefined) {
    conditions.push(`e.host_rid IN (SELECT h.host_rid FROM flat.hosts h WHERE ${IS_HOST})`);
    values.host = scope.host;
  }
  return { sql: conditions.map((condition) => ` AND ${condition}`).join(''), values };
}

/** A profile of a table's events: what they have in common, and how many they are. */
export interface Profile {
  readonly profile: number;
  readonly events: number;
  /** The values of a profile field, none where it is missing. */
  readonly read: (field: string) => readonly FieldValue[];
}

/** How many events have one of some profiles. */
export const countEvents = (profiles: readonly Profile[]): number =>
  profiles.reduce((sum, { events }) => sum + events, 0);

/** So many events at most are read at once. */
export const FEW_EVENTS = 20_000;

/** Every profile of a table. */
export async function readProfiles(database: Database, table: EventTable): Promise<Profile[]> {
  const rows = await query(database, `FROM flat.${table}_profiles ORDER BY profile`);
  return rows.map((row) => ({
    profile: row.profile as number,
    events: row.events as number,
    read: (field) => valuesOf(row[field] ?? null),
  }));
}

/**
 * Reads the events of a table in scope that satisfy `where` (SQL over alias `e`), with the given fields, in no order and a
 * chunk at a time; with `profiles`, only events that have one of these.
 */
export async function* readEvents(
  database: Database,
  table: EventTable,
  where: string,
  fields: readonly FieldPath[],
  scope: EventScope = {},
  profiles?: readonly Profile[],
): AsyncGenerator<EventRow> {
  const scoped = scopeSql(scope);
  const near =
    profiles === undefined
      ? ''
      : // A step of its own: read together, every column of every event would be unpacked.
        ` AND e.rowid IN (SELECT rowid FROM flat.${table} WHERE profile IN (${['-1', ...profiles.map(({ profile }) => profile)].join(', ')}))`;
  const columns = fields.map((field, index) => `, ${asRead(field, table)} AS f${index}`);
  const sql = `SELECT ${eventNumber(table, 'e')} AS event, e.process_rid AS rid, epoch_us(e."@timestamp") AS time, e.profile${columns.join('')} FROM flat.${table} e WHERE ${where}${near}${scoped.sql}`;
  // Read at once, a result is computed on all cores (measured: 9 ms against 22 ms streamed).
  const rows =
    profiles !== undefined && countEvents(profiles) <= FEW_EVENTS
      ? await query(database, sql, scoped.values)
      : stream(database, sql, scoped.values);
  const places = new Map<string, string>(fields.map((field, index) => [field, `f${index}`]));
  for await (const row of rows)
    yield {
      event: row.event as number,
      rid: row.rid as number | null,
      time: typeof row.time === 'number' ? row.time / 1000 : null,
      profile: row.profile as number,
      read: (field) => valuesOf(row[places.get(field) ?? ''] ?? null),
    };
}

const valuesOf = (cell: Cell): FieldValue[] =>
  cell === null
    ? []
    : Array.isArray(cell)
      ? (cell.filter((value) => value !== null) as FieldValue[])
      : [cell];

/** Every field of one event as ECS has it: times in epoch microseconds. */
export interface WholeEvent {
  readonly event: number;
  readonly rid: number | null;
  readonly source: string;
  readonly path: string;
  readonly record: number;
  readonly host: { readonly id: string | null; readonly name: string };
  readonly kind: EventKind;
  readonly parent_source: 'reported' | 'resolved' | null;
  /** What the record itself writes as the parent's image, be it one or not. */
  readonly written_parent: string | null;
  readonly fields: Readonly<Record<FieldName, Cell>>;
}

/**
 * The start records of the processes in temp table `wanted`, and the events in `wanted_events`, in the order of path and
 * record.
 */
export async function wantedEvents(database: Database): Promise<WholeEvent[]> {
  const ofTable = (table: EventTable): string => {
    const columns = FIELD_NAMES.map((field, index) =>
      FIELDS[field] === 'date'
        ? `epoch_us(${eventColumn(field, table)}) AS f${index}`
        : FIELDS[field] === 'flattened'
          ? `${eventColumn(field, table)}::JSON::VARCHAR AS f${index}`
          : `${eventColumn(field, table)} AS f${index}`,
    );
    // Rows are found first and read then: with both in one condition, every column of every event would be unpacked.
    const wanted =
      table === 'events'
        ? `SELECT rowid FROM flat.events WHERE kind <> 'end' AND process_rid IN (FROM wanted) UNION SELECT event FROM wanted_events WHERE event >= 0`
        : 'SELECT -1 - event FROM wanted_events WHERE event < 0';
    return (
      `SELECT ${eventNumber(table, 'e')} AS event, e.process_rid AS rid, e.source, s.path, e.record, h.id AS host_id, h.name AS host_name, e.kind, ${table === 'events' ? 'e.parent_source' : 'NULL AS parent_source'}, e."process.parent.executable" AS written_parent, ${columns.join(', ')} ` +
      `FROM flat.${table} e JOIN flat.sources s USING (source_id) JOIN flat.hosts h USING (host_rid) WHERE e.rowid IN (${wanted})`
    );
  };
  const rows = await query(
    database,
    `${EVENT_TABLES.map(ofTable).join(' UNION ALL ')} ORDER BY path, record, event`,
  );
  return rows.map((row) => ({
    event: row.event as number,
    rid: row.rid as number | null,
    source: row.source as string,
    path: row.path as string,
    record: row.record as number,
    host: { id: row.host_id as string | null, name: row.host_name as string },
    kind: row.kind as EventKind,
    parent_source: row.parent_source as WholeEvent['parent_source'],
    written_parent: row.written_parent as string | null,
    fields: Object.fromEntries(
      FIELD_NAMES.map((field, index) => [field, row[`f${index}`] ?? null]),
    ) as Record<FieldName, Cell>,
  }));
}
