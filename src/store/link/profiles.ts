import { type Database, execute } from '../database.ts';
import { identifier } from '../quote.ts';
import { EVENT_TABLES, eventColumn, PROFILE_FIELDS } from '../schema.ts';

/**
 * Numbers every profile, the distinct values of `PROFILE_FIELDS` as rules read them, and each event by its own: a rule is
 * then decided once a profile, and an integer finds its events.
 */
export async function numberProfiles(database: Database): Promise<void> {
  const names = PROFILE_FIELDS.map(identifier);
  for (const table of EVENT_TABLES) {
    const values = PROFILE_FIELDS.map((field) => `${eventColumn(field, table)} AS ${identifier(field)}`).join(
      ', ',
    );
    await execute(database, `DELETE FROM flat.${table}_profiles`);
    await execute(
      database,
      `INSERT INTO flat.${table}_profiles SELECT row_number() OVER (ORDER BY ${names.join(', ')}), ${names.join(', ')}, events FROM (SELECT ${values}, count(*) AS events FROM flat.${table} e GROUP BY ALL)`,
    );
    await execute(
      database,
      `UPDATE flat.${table} SET profile = p.profile FROM (SELECT e.rowid AS event, ${values} FROM flat.${table} e) n JOIN flat.${table}_profiles p ON ${names.map((name) => `p.${name} IS NOT DISTINCT FROM n.${name}`).join(' AND ')} WHERE ${table}.rowid = n.event`,
    );
  }
}
