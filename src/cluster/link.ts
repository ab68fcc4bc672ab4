import { createHash } from 'node:crypto';
import { clickhouseText } from '../eql/sql-clickhouse.ts';
import { ask, command } from './ask.ts';
import type { Shard } from './connect.ts';
import type { ClusterEvents } from './events.ts';
import { linkStatements } from './link-statements.ts';
import { ALL, removeLoad } from './load.ts';
import { type Mapping, mappedLoad } from './mapping.ts';

/** What linking found on all shards. */
export interface LinkReport {
  readonly processes: number;
  readonly placeholders: number;
  readonly linksByMethod: Readonly<Record<string, number>>;
}

/** Events of which one statement links the processes: all hosts of a portion at once. */
const PORTION = 20_000_000;

/**
 * Finds the processes of a table of events that is not Stemma's, and the parent of each, and stores both, anew every time: by
 * the ids that events carry, else by who had the pid by then. It knows less than a case does, which merges logs, corrects
 * clocks and tells copies.
 */
export async function linkTable(
  shards: readonly Shard[],
  mapping: Mapping,
  eventsOf: (shard: Shard) => Promise<ClusterEvents>,
  onPortion?: (done: number, of: number) => void,
): Promise<LinkReport> {
  const load = mappedLoad(mapping);
  const report = { processes: 0, placeholders: 0, linksByMethod: {} as Record<string, number> };
  for (const shard of shards) {
    await removeLoad(shard, load);
    const { from } = await eventsOf(shard);
    const [counted] = await ask<{ n: number }>(
      shard,
      'how much there is',
      `SELECT count() AS n FROM ${mapping.table}`,
    );
    const portions = Math.max(1, Math.ceil(Number(counted?.n ?? 0) / PORTION));
    await command(
      shard,
      'hosts',
      `INSERT INTO hosts SELECT ${clickhouseText(load)}, 0, host, min(host_id), coalesce(argMax(host_name, (length(host_name), host_name)), min(host_id), '(unknown host)') FROM ${from} GROUP BY host`,
    );
    for (let portion = 0; portion < portions; portion += 1) {
      onPortion?.(shard.number * portions + portion, shards.length * portions);
      for (const [what, statement] of linkStatements(from, load, portion, portions))
        await command(shard, `${what}, portion ${portion + 1} of ${portions}`, statement);
    }
    const digest = createHash('sha256').update(load).digest('hex');
    await command(
      shard,
      'sources',
      `INSERT INTO sources SELECT ${clickhouseText(load)}, 0, 0, ${clickhouseText(`clickhouse:${mapping.table}`)}, '${digest}', 'clickhouse', 0, ${counted?.n ?? 0}, ${counted?.n ?? 0}, 0, 0`,
    );
    await command(
      shard,
      'the books',
      `INSERT INTO loads SELECT ${clickhouseText(load)}, ${clickhouseText(ALL)}, 0, 0, ${shard.number}, ${shards.length}, now()`,
    );
    await addCounts(shard, load, report);
  }
  return report;
}

async function addCounts(
  shard: Shard,
  load: string,
  report: { processes: number; placeholders: number; linksByMethod: Record<string, number> },
): Promise<void> {
  const [found] = await ask<{ n: number; placeholders: number }>(
    shard,
    'what was linked',
    `SELECT count() AS n, countIf(seen_via = 'placeholder') AS placeholders FROM processes WHERE load = ${clickhouseText(load)}`,
  );
  report.processes += Number(found?.n ?? 0);
  report.placeholders += Number(found?.placeholders ?? 0);
  for (const { method, n } of await ask<{ method: string; n: number }>(
    shard,
    'what was linked',
    `SELECT method, count() AS n FROM links WHERE load = ${clickhouseText(load)} GROUP BY method ORDER BY method`,
  ))
    report.linksByMethod[method] = (report.linksByMethod[method] ?? 0) + Number(n);
}
