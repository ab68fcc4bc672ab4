import { ask } from './ask.ts';
import type { Shard } from './connect.ts';
import { ALL } from './load.ts';

/** A load, or a table that was linked, as one shard has it. */
export interface LoadStatus {
  readonly shard: string;
  readonly load: string;
  readonly whole: boolean;
  readonly events: number;
  readonly processes: number;
  readonly links: number;
  readonly hosts: number;
  /** ISO 8601, null where there are none. */
  readonly first: string | null;
  readonly last: string | null;
}

/** What every shard holds, load by load. */
export async function statusOf(shards: readonly Shard[]): Promise<LoadStatus[]> {
  const all: LoadStatus[] = [];
  for (const shard of shards) {
    const count = (table: string): string => `SELECT load, count() AS n FROM ${table} GROUP BY load`;
    const rows = await ask<Omit<LoadStatus, 'shard' | 'whole'> & { whole: number }>(
      shard,
      'what is loaded',
      `SELECT l.load AS load, max(l.part = '${ALL}') AS whole, any(ifNull(e.n, 0)) AS events, any(ifNull(p.n, 0)) AS processes, any(ifNull(k.n, 0)) AS links, any(ifNull(h.n, 0)) AS hosts, any(e.first) AS first, any(e.last) AS last FROM loads AS l ` +
        `LEFT JOIN (SELECT load, count() AS n, formatDateTime(min(time), '%FT%TZ') AS first, formatDateTime(max(time), '%FT%TZ') AS last FROM events GROUP BY load) AS e ON e.load = l.load LEFT JOIN (${count('processes')}) AS p ON p.load = l.load LEFT JOIN (${count('links')}) AS k ON k.load = l.load LEFT JOIN (${count('hosts')}) AS h ON h.load = l.load GROUP BY load ORDER BY load`,
    );
    for (const row of rows) all.push({ shard: shard.name, ...row, whole: Number(row.whole) === 1 });
  }
  return all;
}
