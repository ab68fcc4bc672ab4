import { type Database, execute } from '../database.ts';
import { identifier } from '../quote.ts';
import { EVENT_TABLES, type EventTable, eventColumn, PROFILE_FIELDS } from '../schema.ts';
import type { Scope } from './scope.ts';

const NAMES = PROFILE_FIELDS.map(identifier);

const valuesIn = (table: EventTable): string =>
  PROFILE_FIELDS.map((field) => `${eventColumn(field, table)} AS ${identifier(field)}`).join(', ');

const SAME = NAMES.map((name) => `p.${name} IS NOT DISTINCT FROM n.${name}`).join(' AND ');

/**
 * Numbers every profile, the distinct values of `PROFILE_FIELDS` as rules read them, and each event by its own: a rule is
 * then decided once a profile, and an integer finds its events. New ones come after those that the other hosts have.
 */
export async function numberProfiles(database: Database, scope: Scope): Promise<void> {
  for (const table of EVENT_TABLES) {
    const run = (sql: string): Promise<void> => execute(database, sql);
    const profiles = `flat.${table}_profiles`;
    if (scope.all) await run(`DELETE FROM ${profiles}`);
    await run(
      `INSERT INTO ${profiles} SELECT (SELECT coalesce(max(profile), 0) FROM ${profiles}) + row_number() OVER (ORDER BY ${NAMES.join(', ')}), ${NAMES.join(', ')}, events FROM (SELECT ${valuesIn(table)}, count(*) AS events FROM flat.${table} e WHERE ${scope.has('e')} GROUP BY ALL) n` +
        (scope.all ? '' : ` WHERE NOT EXISTS (FROM ${profiles} p WHERE ${SAME})`),
    );
    await run(
      `UPDATE flat.${table} SET profile = p.profile FROM (SELECT e.rowid AS event, ${valuesIn(table)} FROM flat.${table} e WHERE ${scope.has('e')}) n JOIN ${profiles} p ON ${SAME} WHERE ${table}.rowid = n.event`,
    );
    if (scope.all) continue;
    await run(
      `UPDATE ${profiles} SET events = coalesce(c.events, 0) FROM ${profiles} o LEFT JOIN (SELECT profile, count(*) AS events FROM flat.${table} GROUP BY profile) c USING (profile) WHERE ${table}_profiles.profile = o.profile`,
    );
    await run(`DELETE FROM ${profiles} WHERE events = 0`);
  }
}
