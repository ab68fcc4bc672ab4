import { type Database, query } from './database.ts';
import type { EventTable } from './schema.ts';
import { type FieldValue, valuesOf } from './values.ts';

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

/** Every profile of a table. */
export async function readProfiles(database: Database, table: EventTable): Promise<Profile[]> {
  const rows = await query(database, `FROM flat.${table}_profiles ORDER BY profile`);
  return rows.map((row) => ({
    profile: row.profile as number,
    events: row.events as number,
    read: (field) => valuesOf(row[field] ?? null),
  }));
}
