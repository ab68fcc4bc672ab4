import { clickhouseText } from '../eql/sql-clickhouse.ts';
import type { Shard } from './connect.ts';
import { quoted, type TableName } from './tables.ts';

/**
 * Deletes rows of a table. A distributed table cannot: there every node deletes from its own part. The caller tries again
 * where this fails.
 */
export async function deleteRows({ client }: Shard, table: TableName, where: string): Promise<void> {
  const result = await client.query({
    query: `SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = ${clickhouseText(table)} AND engine = 'Distributed'`,
    format: 'JSONEachRow',
  });
  const [distributed] = await result.json<{ engine_full: string }>();
  const cluster = /^Distributed\('((?:[^'\\]|\\.)*)'/.exec(distributed?.engine_full ?? '')?.[1];
  const from = cluster === undefined ? table : `${table}_local ON CLUSTER ${quoted(cluster)}`;
  await client.command({ query: `DELETE FROM ${from} WHERE ${where}` });
}
