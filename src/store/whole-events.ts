import type { EventKind } from '../model/event-kind.ts';
import { FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { type Cell, type Database, query, type Row } from './database.ts';
import { EVENT_TABLES, type EventTable, eventColumn, eventNumber } from './schema.ts';

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
  /** What stands in the record in the parent's place and names no image. */
  readonly unusable_parent: string | null;
  /** The names of host and account that the record itself has. */
  readonly written_host: string | null;
  readonly written_user: string | null;
  /** Without those that are missing. */
  readonly fields: Readonly<Partial<Record<FieldName, Cell>>>;
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
      `SELECT ${eventNumber(table, 'e.rowid')} AS event, e.process_rid AS rid, e.source, s.path, e.record, h.id AS host_id, h.name AS host_name, e.kind, ${table === 'events' ? 'e.parent_source' : 'NULL AS parent_source'}, ${table === 'events' ? "e.aside['parent']" : 'NULL'} AS unusable_parent, e."host.name" AS written_host, e."user.name" AS written_user, ${columns.join(', ')} ` +
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
    unusable_parent: row.unusable_parent as string | null,
    written_host: row.written_host as string | null,
    written_user: row.written_user as string | null,
    fields: presentFields(row),
  }));
}

function presentFields(row: Row): WholeEvent['fields'] {
  const fields: Partial<Record<FieldName, Cell>> = {};
  for (let index = 0; index < FIELD_NAMES.length; index += 1) {
    const value = row[`f${index}`];
    if (value === null || value === undefined) continue;
    fields[FIELD_NAMES[index] as FieldName] = Array.isArray(value)
      ? value.filter((each) => each !== null)
      : value;
  }
  return fields;
}
