import { type Database, execute, query } from '../database.ts';
import { EVENT_TABLES, type NAMED_FIELDS, resolvedColumn } from '../schema.ts';

/** Whether some event has an id and no name to it. */
async function lacks(database: Database, name: (typeof NAMED_FIELDS)[number], ids: string): Promise<boolean> {
  for (const table of EVENT_TABLES) {
    const found = await query(
      database,
      `SELECT 1 FROM flat.${table} WHERE "${name}" IS NULL AND (${ids}) LIMIT 1`,
    );
    if (found.length > 0) return true;
  }
  return false;
}

/** Fills a resolved column by SQL: the rows of a table that lack a name (`event`), with what they have and the name that they get. */
async function resolve(
  database: Database,
  name: (typeof NAMED_FIELDS)[number],
  named: (table: (typeof EVENT_TABLES)[number]) => string,
): Promise<void> {
  const column = resolvedColumn(name);
  for (const table of EVENT_TABLES) {
    await execute(
      database,
      `UPDATE flat.${table} SET ${column} = n.name FROM (SELECT event, name FROM (${named(table)}) WHERE name IS DISTINCT FROM had) n WHERE ${table}.rowid = n.event`,
    );
  }
}

/**
 * Gives events that have only an id of their host or account the name that other records have for it: a host the one
 * by which it goes, an account the latest that goes with its SID, else the only one that goes with its logon on the host.
 */
export async function resolveNames(database: Database): Promise<void> {
  if (await lacks(database, 'host.name', '"host.id" IS NOT NULL'))
    await resolve(
      database,
      'host.name',
      (table) =>
        `SELECT e.rowid AS event, e.${resolvedColumn('host.name')} AS had, h.name FROM flat.${table} e JOIN flat.hosts h USING (host_rid) WHERE e."host.name" IS NULL AND e."host.id" IS NOT NULL`,
    );
  if (
    !(await lacks(
      database,
      'user.name',
      '"user.id" IS NOT NULL OR "process.Ext.authentication_id" IS NOT NULL',
    ))
  )
    return;
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE account AS SELECT user_id, arg_max(user_name, {'told': coalesce(told, TIMESTAMP '1000-01-01'), 'name': user_name}) AS name FROM (` +
      `SELECT user_id, user_name, told FROM flat.names UNION ALL SELECT "user.id", "user.name", "@timestamp" FROM flat.activity WHERE kind = 'logon') WHERE user_id IS NOT NULL AND user_name IS NOT NULL GROUP BY user_id`,
  );
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE logon_account AS SELECT host_rid, "winlog.logon.id" AS logon, min("user.name") AS name FROM flat.activity WHERE kind = 'logon' AND "winlog.logon.id" IS NOT NULL AND "user.name" IS NOT NULL GROUP BY ALL HAVING count(DISTINCT lower("user.name")) = 1`,
  );
  await resolve(
    database,
    'user.name',
    (table) =>
      `SELECT e.rowid AS event, e.${resolvedColumn('user.name')} AS had, coalesce(a.name, l.name) AS name FROM flat.${table} e LEFT JOIN account a ON a.user_id = e."user.id" LEFT JOIN logon_account l ON l.host_rid = e.host_rid AND l.logon = e."process.Ext.authentication_id" WHERE e."user.name" IS NULL`,
  );
}
