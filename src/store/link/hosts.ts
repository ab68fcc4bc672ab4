import { groupBy } from '../../model/group-by.ts';
import { type Database, execute, query } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { Groups } from './groups.ts';
import { hostKeys, type NamedHost } from './host-keys.ts';
import { dropAll, type HostChanges, keepOthers } from './keep-hosts.ts';
import { EVERY_HOST, type Scope } from './scope.ts';

/** A host as the case has it now: what it is called by, and by which number it goes. */
interface Host {
  readonly rid: number;
  readonly key: string;
  readonly named: readonly NamedHost[];
}

/**
 * Decides which host ids and names are one machine and numbers the machines. An id of events also goes with the latest
 * name that another record gives it. Returns which hosts are to be linked: those of files that no link has seen, those
 * that are called otherwise than before, and those that share a computer's name with one of these.
 */
export async function identifyHosts(database: Database): Promise<Scope> {
  const named = await query<NamedHost>(
    database,
    `WITH told AS (SELECT host_id AS id, arg_max(host_name, {'told': coalesce(told, TIMESTAMP '1000-01-01'), 'name': host_name}) AS display FROM flat.names WHERE host_name IS NOT NULL GROUP BY ALL) ` +
      `SELECT id, name, min(display) AS display FROM (SELECT id, name, display FROM flat.host_names UNION ALL SELECT id, lower(display), display FROM told WHERE id IN (SELECT id FROM flat.host_names)) GROUP BY ALL ORDER BY ALL`,
  );
  const keys = hostKeys(named);
  const members = groupBy(named.keys(), (index) => keys[index] as string);
  const hosts = [...members.keys()].sort().map(
    (key, rid): Host => ({
      rid,
      key,
      named: (members.get(key) as number[]).map((index) => named[index] as NamedHost),
    }),
  );
  const changes = await changesOf(database, hosts);
  await writeHosts(database, hosts);
  if (changes.kept.size > 0) return keepOthers(database, changes);
  await dropAll(database);
  for (const table of EVENT_TABLES)
    await execute(
      database,
      `UPDATE flat.${table} SET host_rid = m.host_rid FROM flat.host_map m WHERE coalesce("host.id", '') = m.id AND coalesce(lower("host.name"), '') = m.name`,
    );
  return EVERY_HOST;
}

const nameKey = (id: string | null, name: string | null): string => `${id ?? ''}\n${name ?? ''}`;

/** Holds the hosts against what the case knows of them from the last link. */
async function changesOf(database: Database, hosts: readonly Host[]): Promise<HostChanges> {
  const before = await query<{ rid: number; key: string; names: string[] }>(
    database,
    'SELECT h.host_rid AS rid, h.host_key AS key, list(m.id || chr(10) || m.name) AS names FROM flat.hosts h JOIN flat.host_map m USING (host_rid) GROUP BY ALL',
  );
  if (before.length === 0) return { kept: new Map(), dropped: [], linked: hosts.map(({ rid }) => rid) };
  const known = new Map(before.map((host) => [host.key, host] as const));
  const changed = new Set<number>();
  const ridOf = new Map<string, number>();
  for (const { rid, key, named } of hosts) {
    const names = new Set(known.get(key)?.names);
    const now = named.map(({ id, name }) => nameKey(id, name));
    if (names.size !== now.length || !now.every((name) => names.has(name))) changed.add(rid);
    for (const name of now) ridOf.set(name, rid);
  }
  const called = await query<{
    id: string | null;
    name: string | null;
    computer: string | null;
    fresh: boolean;
  }>(
    database,
    'SELECT id, name, computer, bool_or(source_id IN (FROM fresh)) AS fresh FROM flat.host_names GROUP BY ALL',
  );
  // A record that was forwarded may stand under another host than its copy.
  const together = new Groups();
  for (const { id, name, computer, fresh } of called) {
    const rid = ridOf.get(nameKey(id, name)) as number;
    if (fresh) changed.add(rid);
    if (computer !== null) together.join(`host ${rid}`, `computer ${computer}`);
  }
  const leaders = new Set([...changed].map((rid) => together.find(`host ${rid}`)));
  const [linked, kept] = [true, false].map((is) =>
    hosts.filter(({ rid }) => leaders.has(together.find(`host ${rid}`)) === is),
  ) as [Host[], Host[]];
  const keys = new Set(kept.map(({ key }) => key));
  return {
    kept: new Map(kept.map(({ rid, key }) => [known.get(key)?.rid as number, rid] as const)),
    dropped: before.filter(({ key }) => !keys.has(key)).map(({ rid }) => rid),
    linked: linked.map(({ rid }) => rid),
  };
}

async function writeHosts(database: Database, hosts: readonly Host[]): Promise<void> {
  await execute(database, 'DELETE FROM flat.hosts');
  await execute(database, 'DELETE FROM flat.host_map');
  const mapping = await database.connection.createAppender('host_map', 'flat');
  const table = await database.connection.createAppender('hosts', 'flat');
  for (const { rid, key, named } of hosts) {
    for (const { id, name } of named) {
      mapping.appendVarchar(id ?? '');
      mapping.appendVarchar(name ?? '');
      mapping.appendInteger(rid);
      mapping.endRow();
    }
    const id = named.find((host) => host.id !== null)?.id ?? null;
    const names = named
      .map((host) => host.display ?? '')
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    table.appendInteger(rid);
    table.appendVarchar(key);
    if (id === null) table.appendNull();
    else table.appendVarchar(id);
    table.appendVarchar(names[0] || id || '(unknown host)');
    table.endRow();
  }
  mapping.closeSync();
  table.closeSync();
}
