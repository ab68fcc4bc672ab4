import { FIELD_NAMES, FIELDS, type FieldName } from '../../src/model/field.ts';
import { isoTime } from '../../src/model/time.ts';
import { caseOf, ndjson, type TestCase } from './case.ts';

/** A normalised event: what it has of the catalogue's fields, times as ISO 8601. */
export type EventFields = Partial<Record<FieldName, unknown>> & {
  readonly source?: string;
  readonly kind?: string;
};

/** The events of a case by record number, as the records themselves have them. */
export async function eventRows(loaded: TestCase): Promise<Map<number, EventFields>> {
  const columns = FIELD_NAMES.map((field) =>
    FIELDS[field] === 'date' ? `epoch_us("${field}") AS "${field}"` : `"${field}"`,
  );
  const rows = await loaded.rows<Record<string, unknown> & { record: number }>(
    `SELECT record, source, kind, ${columns.join(', ')} FROM flat.events ORDER BY record`,
  );
  return new Map(
    rows.map(({ record, ...row }) => {
      const present = Object.entries(row).filter(([, value]) => value !== null);
      const shown = present.map(([name, value]) => [
        name,
        FIELDS[name as FieldName] === 'date' ? isoTime(value as number) : value,
      ]);
      return [record, Object.fromEntries(shown) as EventFields];
    }),
  );
}

/** What the only event of some records has. */
export async function eventOf(record: unknown): Promise<EventFields> {
  await using loaded = await caseOf({ 'records.ndjson': ndjson([record]) });
  const rows = await eventRows(loaded);
  return rows.get(1) ?? {};
}

/** What the events of a file have, in order. */
export async function eventsOf(name: string, content: string): Promise<EventFields[]> {
  await using loaded = await caseOf({ [name]: content });
  return [...(await eventRows(loaded)).values()];
}
