import { type Database, query } from '../store/database.ts';
import type { PathHashes } from '../store/judged.ts';
import type { Population } from '../store/population.ts';
import { FACET_SQL, type Facet, type Prevalence, RECORDED } from '../store/prevalence.ts';
import { ask, askAbout, type ProcessKey } from './ask.ts';
import type { Shard } from './connect.ts';

const DAY = 'toInt64(floor(start / 86400000000))';

/** Facets that are counted whatever the name of the process. */
const OF_ANY_NAME: readonly Facet[] = ['hash', 'signer'];

interface Counted {
  readonly key: string;
  readonly processes: number;
  readonly hosts: number;
  readonly users: readonly string[];
  readonly days: readonly number[];
  readonly first: number | null;
  readonly last: number | null;
}

const keysOf = (host: string, texts: Iterable<string>): ProcessKey[] =>
  [...new Set(texts)].map((id) => ({ host, id }));

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

const greatest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/**
 * The processes of a whole cluster, with the counts that a case of all of them would give: what is counted was worked out
 * when it was loaded. Part of it is missing where `lenient` says of an error to go on.
 */
export function clusterPopulation(
  shards: readonly Shard[],
  database: Database,
  loads: string,
  lenient: (error: unknown) => boolean,
): Population {
  const ofAll = async <T>(work: (shard: Shard) => Promise<T[]>): Promise<T[]> => {
    const rows: T[] = [];
    for (const shard of shards)
      try {
        for (const row of await work(shard)) rows.push(row);
      } catch (error) {
        if (!lenient(error)) throw error;
      }
    return rows;
  };
  return {
    counts: async (facet, keys, names) => {
      const ofName = OF_ANY_NAME.includes(facet);
      const wanted = [...keysOf('key', keys), ...(ofName ? [] : keysOf('name', names))];
      const rows = await ofAll((shard) =>
        askAbout<Counted>(
          shard,
          `how often something was seen (${facet})`,
          wanted,
          (table) =>
            `SELECT ${facet} AS key, count() AS processes, uniqExact(host) AS hosts, groupUniqArray(user_key) AS users, groupUniqArray(${DAY}) AS days, min(start) AS first, max(start) AS last FROM processes ` +
            `WHERE ${loads} AND isNotNull(event) AND ${facet} IN (SELECT id FROM ${table} WHERE host = 'key')${ofName ? '' : ` AND name_key IN (SELECT id FROM ${table} WHERE host = 'name')`} GROUP BY key`,
        ),
      );
      return sumCounts(facet, rows);
    },
    pathHashes: () => pathHashes(database, loads, ofAll),
    extent: async () => {
      const rows = await ofAll((shard) =>
        ask<{ hosts: number; days: number[]; processes: number }>(
          shard,
          'how much there is',
          `SELECT uniqExact(host) AS hosts, groupUniqArray(${DAY}) AS days, count() AS processes FROM processes WHERE ${loads} AND isNotNull(event)`,
        ),
      );
      const sum = (of: 'hosts' | 'processes'): number => rows.reduce((all, row) => all + Number(row[of]), 0);
      return {
        hosts: sum('hosts'),
        days: new Set(rows.flatMap(({ days }) => days.map(Number))).size,
        processes: sum('processes'),
      };
    },
  };
}

/** Hosts are on one shard each; accounts and days are on several. */
function sumCounts(facet: Facet, rows: readonly Counted[]): Map<string, Prevalence> {
  const sums = new Map<string, Omit<Prevalence, 'users' | 'days'>>();
  const users = new Map<string, Set<string>>();
  const days = new Map<string, Set<number>>();
  for (const row of rows) {
    const before = sums.get(row.key);
    sums.set(row.key, {
      facet,
      key: row.key,
      processes: (before?.processes ?? 0) + Number(row.processes),
      hosts: (before?.hosts ?? 0) + Number(row.hosts),
      first: least(before?.first ?? null, row.first),
      last: greatest(before?.last ?? null, row.last),
    });
    users.set(row.key, new Set([...(users.get(row.key) ?? []), ...row.users]));
    days.set(row.key, new Set([...(days.get(row.key) ?? []), ...row.days.map(Number)]));
  }
  return new Map(
    [...sums].map(([key, sum]) => [
      key,
      { ...sum, users: users.get(key)?.size ?? 0, days: days.get(key)?.size ?? 0 },
    ]),
  );
}

/** As `wantedPathHashes` has it of a case. */
async function pathHashes(
  database: Database,
  loads: string,
  ofAll: <T>(work: (shard: Shard) => Promise<T[]>) => Promise<T[]>,
): Promise<Map<number, PathHashes>> {
  const own = await query<{ rid: number; path: string | null; hash: string | null; name: string | null }>(
    database,
    `SELECT p.rid, ${FACET_SQL.path} AS path, ${FACET_SQL.hash} AS hash, lower(p.name) AS name FROM ${RECORDED} WHERE p.rid IN (FROM wanted) ORDER BY p.rid`,
  );
  const wanted = [
    ...keysOf(
      'path',
      own.flatMap(({ path }) => path ?? []),
    ),
    ...keysOf(
      'name',
      own.flatMap(({ name }) => name ?? []),
    ),
  ];
  const rows = await ofAll((shard) =>
    askAbout<{ path: string; hash: string; n: number }>(
      shard,
      'what hashes paths have',
      wanted,
      (table) =>
        `SELECT path, hash, count() AS n FROM processes WHERE ${loads} AND isNotNull(event) AND isNotNull(hash) AND path IN (SELECT id FROM ${table} WHERE host = 'path') AND name_key IN (SELECT id FROM ${table} WHERE host = 'name') GROUP BY path, hash`,
    ),
  );
  const byPath = new Map<string, Map<string, number>>();
  for (const { path, hash, n } of rows) {
    const hashes = byPath.get(path) ?? new Map<string, number>();
    hashes.set(hash, (hashes.get(hash) ?? 0) + Number(n));
    byPath.set(path, hashes);
  }
  const found = new Map<number, PathHashes>();
  for (const { rid, path, hash } of own) {
    const hashes = byPath.get(path ?? '');
    const count = hashes?.get(hash ?? '');
    if (hashes === undefined || count === undefined || hashes.size < 2) continue;
    const [usual, most] = [...hashes].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] as [
      string,
      number,
    ];
    found.set(rid, { hashes: hashes.size, own: count, most, usual });
  }
  return found;
}
