import { FIELDS, type FieldName, type FieldType } from '../model/field.ts';
import type { Presence } from '../model/presence.ts';
import { type Database, query } from './database.ts';
import { identifier } from './quote.ts';
import { eventColumn } from './schema.ts';

const isList = (type: FieldType): boolean => type.endsWith('[]');

/** Which of some fields any event of the case has a value of, as rules read them, and of which categories there are events. */
export async function presenceOf(database: Database, fields: readonly FieldName[]): Promise<Presence> {
  const tests = fields.map((field, index) => {
    const column = eventColumn(field);
    return `bool_or(${isList(FIELDS[field]) ? `len(${column}) > 0` : `${column} IS NOT NULL`}) AS f${index}`;
  });
  const [row] = await query<Record<string, boolean | null>>(
    database,
    `SELECT ${[...tests, 'true AS asked'].join(', ')} FROM flat.events e`,
  );
  const categories = await query<{ category: string }>(
    database,
    `SELECT DISTINCT unnest(${identifier('event.category')}) AS category FROM flat.events`,
  );
  return {
    fields: new Set(fields.filter((_, index) => row?.[`f${index}`] === true)),
    categories: new Set(categories.map(({ category }) => category)),
  };
}
