import { type ColumnType, FIELDS, type FieldName } from '../../src/model/field.ts';
import { isoTime } from '../../src/model/time.ts';
import { EVENT_TABLES, TABLE_FIELDS } from '../../src/store/schema.ts';
import { caseOf, ndjson, type TestCase } from './case.ts';

/** A normalised event: what it has of the catalogue's fields, times as ISO 8601. */
export type EventFields = Partial<Record<FieldName, unknown>> & {
  readonly source?: string;
  readonly kind?: string;
};

/** The events of a case by record number, as the records themselves have them. */
export async function eventRows(loaded: TestCase): Promise<Map<number, EventFields>> {
  const found: [number, EventFields][] = [];
  for (const table of EVENT_TABLES) {
    const rows = await loaded.rows<Record<string, unknown> & { record: number }>(
      `SELECT record, source, kind, ${TABLE_FIELDS[table].map(asRead).join(', ')} FROM flat.${table}`,
    );
    for (const { record, ...row } of rows) {
      const present = Object.entries(row).filter(([, value]) => value !== null && value !== '{}');
      const shown = present.map(([name, value]) => [name, asWritten(name as FieldName, value)]);
      found.push([record, Object.fromEntries(shown) as EventFields]);
    }
  }
  return new Map(found.sort(([a], [b]) => a - b));
}

const asRead = (field: FieldName): string => {
  const type: ColumnType = FIELDS[field];
  if (type === 'date') return `epoch_us("${field}") AS "${field}"`;
  return type === 'flattened' ? `map_from_entries("${field}")::JSON::VARCHAR AS "${field}"` : `"${field}"`;
};

const asWritten = (field: FieldName, value: unknown): unknown => {
  const type: ColumnType | undefined = FIELDS[field];
  if (type === 'date') return isoTime(value as number);
  return type === 'flattened' ? JSON.parse(value as string) : value;
};

/** What the only event of some records has. */
export async function eventOf(record: unknown): Promise<EventFields> {
  await using loaded = await caseOf({ 'records.ndjson': ndjson([record]) });
  const rows = await eventRows(loaded);
  return rows.get(1) ?? {};
}

/** What the events of a file have, in order. */
export async function eventsOf(name: string, content: string | Uint8Array): Promise<EventFields[]> {
  await using loaded = await caseOf({ [name]: content });
  return [...(await eventRows(loaded)).values()];
}
