import { isIP } from 'node:net';
import { groupBy } from '../../model/group-by.ts';
import { type Database, execute, query } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';

interface NamedHost {
  readonly id: string | null;
  readonly name: string | null;
  readonly display: string | null;
}

/**
 * Decides which host ids and names are one machine and numbers the machines. An id and a name that occur together are
 * one, unless the name goes with several ids; so are an id of events and the latest name that another record gives it. A
 * short name joins the only longer name of which it is the first label.
 */
export async function identifyHosts(database: Database): Promise<void> {
  const named = await query<NamedHost>(
    database,
    `WITH of_events AS MATERIALIZED (SELECT id, lower(name) AS name, min(name) AS display FROM (${EVENT_TABLES.map((table) => `SELECT "host.id" AS id, "host.name" AS name FROM flat.${table}`).join(' UNION ALL ')}) GROUP BY ALL), ` +
      `told AS (SELECT host_id AS id, arg_max(host_name, {'told': coalesce(told, TIMESTAMP '1000-01-01'), 'name': host_name}) AS display FROM flat.names WHERE host_name IS NOT NULL GROUP BY ALL) ` +
      `SELECT id, name, min(display) AS display FROM (FROM of_events UNION ALL SELECT id, lower(display), display FROM told SEMI JOIN of_events USING (id)) GROUP BY ALL ORDER BY ALL`,
  );
  const keys = hostKeys(named);
  const members = groupBy(named.keys(), (index) => keys[index] as string);
  const order = [...members.keys()].sort();
  const ridOf = new Map(order.map((key, rid) => [key, rid] as const));
  await execute(database, 'DELETE FROM flat.hosts');
  await execute(
    database,
    'CREATE OR REPLACE TEMP TABLE host_map (id VARCHAR, name VARCHAR, host_rid INTEGER)',
  );
  const mapping = await database.connection.createAppender('host_map', undefined, 'temp');
  named.forEach((host, index) => {
    mapping.appendVarchar(host.id ?? '');
    mapping.appendVarchar(host.name ?? '');
    mapping.appendInteger(ridOf.get(keys[index] as string) as number);
    mapping.endRow();
  });
  mapping.closeSync();
  const hosts = await database.connection.createAppender('hosts', 'flat');
  order.forEach((key, rid) => {
    const group = (members.get(key) as number[]).map((index) => named[index] as NamedHost);
    const id = group.map((host) => host.id).find((value) => value !== null) ?? null;
    const names = group
      .map((host) => host.display ?? '')
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    hosts.appendInteger(rid);
    hosts.appendVarchar(key);
    if (id === null) hosts.appendNull();
    else hosts.appendVarchar(id);
    hosts.appendVarchar(names[0] || id || '(unknown host)');
    hosts.endRow();
  });
  hosts.closeSync();
  for (const table of EVENT_TABLES)
    await execute(
      database,
      `UPDATE flat.${table} SET host_rid = m.host_rid FROM host_map m WHERE coalesce("host.id", '') = m.id AND coalesce(lower("host.name"), '') = m.name`,
    );
}

/** Key of each host: its smallest id, else its longest name. Exported for its property test. */
export function hostKeys(named: readonly NamedHost[]): string[] {
  const idsOfName = new Map<string, Set<string>>();
  for (const { id, name } of named) {
    if (name === null) continue;
    const ids = idsOfName.get(name) ?? new Set();
    if (id !== null) ids.add(id);
    idsOfName.set(name, ids);
  }
  const unambiguous = (name: string): boolean => (idsOfName.get(name)?.size ?? 0) < 2;
  const labelOf = (name: string): string => name.split('.')[0] as string;
  const fullNames = groupBy(
    [...idsOfName.keys()].sort().filter((name) => labelOf(name) !== name && isIP(name) === 0),
    labelOf,
  );
  const leader = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let next = leader.get(root); next !== undefined; next = leader.get(root)) root = next;
    for (let at = key; at !== root; ) {
      const next = leader.get(at) as string;
      leader.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (a: string, b: string): void => {
    const [first, second] = [find(a), find(b)].sort() as [string, string];
    if (first !== second) leader.set(second, first);
  };
  // Ids sort before names so that a group's leader, its smallest member, is an id where it has one.
  const keyOf = (host: NamedHost): string =>
    host.id !== null ? `0${host.id}` : host.name !== null ? `1${host.name}` : '2';
  for (const { id, name } of named)
    if (id !== null && name !== null && unambiguous(name)) join(`0${id}`, `1${name}`);
  for (const name of idsOfName.keys()) {
    const longer = fullNames.get(name) ?? [];
    if (longer.length === 1 && unambiguous(name) && unambiguous(longer[0] as string))
      join(`1${name}`, `1${longer[0]}`);
  }
  return named.map((host) => find(keyOf(host)).slice(1));
}
