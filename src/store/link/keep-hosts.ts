import { type Database, execute, query } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { type Scope, someHosts } from './scope.ts';

/** What became of the hosts of the last link. */
export interface HostChanges {
  /** Hosts that stay as they were linked: their numbers before, and now. */
  readonly kept: ReadonlyMap<number, number>;
  /** Numbers, before, of those that are linked anew or are no more. */
  readonly dropped: readonly number[];
  /** Numbers, now, of those that are linked. */
  readonly linked: readonly number[];
}

/** Tables that have rows of hosts beside the events. */
const HOST_TABLES = ['processes', 'clocks', 'source_hosts', 'rid_blocks', 'cycles_cut'] as const;

/** Forgets what the last link made of every host. */
export async function dropAll(database: Database): Promise<void> {
  for (const table of [...HOST_TABLES, 'links', 'conflicts'])
    await execute(database, `DELETE FROM flat.${table}`);
}

/** Forgets what the last link made of hosts that are linked anew, and gives the others their new numbers. */
export async function keepOthers(database: Database, changes: HostChanges): Promise<Scope> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await leave(database, 'scope', changes.linked);
  await leave(database, 'dropped', changes.dropped);
  const moved = [...changes.kept].filter(([before, now]) => before !== now);
  await run('CREATE OR REPLACE TEMP TABLE moved_hosts (before INTEGER, now INTEGER)');
  const appender = await database.connection.createAppender('moved_hosts', undefined, 'temp');
  for (const [before, now] of moved) {
    appender.appendInteger(before);
    appender.appendInteger(now);
    appender.endRow();
  }
  appender.closeSync();

  const lost = 'SELECT rid FROM flat.processes WHERE host_rid IN (FROM dropped)';
  await run(`DELETE FROM flat.links WHERE child_rid IN (${lost})`);
  await run(`DELETE FROM flat.conflicts WHERE rid IN (${lost})`);
  for (const table of HOST_TABLES) await run(`DELETE FROM flat.${table} WHERE host_rid IN (FROM dropped)`);
  for (const table of EVENT_TABLES)
    await run(`UPDATE flat.${table} SET host_rid = NULL WHERE host_rid IN (FROM dropped)`);
  if (moved.length > 0)
    for (const table of [...HOST_TABLES, ...EVENT_TABLES])
      await run(`UPDATE flat.${table} t SET host_rid = m.now FROM moved_hosts m WHERE t.host_rid = m.before`);
  for (const table of EVENT_TABLES)
    await run(
      `UPDATE flat.${table} SET host_rid = m.host_rid FROM flat.host_map m WHERE ${table}.host_rid IS NULL AND coalesce("host.id", '') = m.id AND coalesce(lower("host.name"), '') = m.name`,
    );
  const [rids] = await query<{ next: number }>(
    database,
    'SELECT coalesce(max(rid), -1) + 1 AS next FROM flat.processes',
  );
  return someHosts(rids?.next ?? 0);
}

async function leave(database: Database, table: string, hosts: readonly number[]): Promise<void> {
  await execute(database, `CREATE OR REPLACE TEMP TABLE ${table} (host_rid INTEGER)`);
  const appender = await database.connection.createAppender(table, undefined, 'temp');
  for (const host of hosts) {
    appender.appendInteger(host);
    appender.endRow();
  }
  appender.closeSync();
}
