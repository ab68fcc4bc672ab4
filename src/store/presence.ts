import { type FieldPath, type FieldType, fieldType } from '../model/field.ts';
import type { Presence } from '../model/presence.ts';
import { type Database, query } from './database.ts';
import { EVENT_TABLES, eventColumn } from './schema.ts';

const isList = (type: FieldType | undefined): boolean => type?.endsWith('[]') === true;

/** Which of some fields any event of the case has a value of, as rules read them, and of which categories there are events. */
export async function presenceOf(database: Database, fields: readonly FieldPath[]): Promise<Presence> {
  const found = new Set<FieldPath>();
  const categories = new Set<string>();
  for (const table of EVENT_TABLES) {
    const tests = fields.map((field, index) => {
      const column = eventColumn(field, table);
      return `bool_or(${isList(fieldType(field)) ? `len(${column}) > 0` : `${column} IS NOT NULL`}) AS f${index}`;
    });
    const [row] = await query<Record<string, boolean | null>>(
      database,
      `SELECT ${[...tests, 'true AS asked'].join(', ')} FROM flat.${table} e`,
    );
    for (const [index, field] of fields.entries()) if (row?.[`f${index}`] === true) found.add(field);
    const present = await query<{ category: string }>(
      database,
      `SELECT DISTINCT unnest("event.category") AS category FROM flat.${table}_profiles`,
    );
    for (const { category } of present) categories.add(category);
  }
  return { fields: found, categories };
}
