import { command } from './ask.ts';
import { type ConnectOptions, connect, disconnect } from './connect.ts';
import { createStatements, quoted } from './tables.ts';

/**
 * Makes the database and the tables on every shard, where they are not there yet; with `cluster`, on every node of a cluster
 * that ClickHouse itself knows by this name.
 */
export async function initCluster(options: ConnectOptions, cluster?: string): Promise<void> {
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoted(cluster)}`;
  const run = async (database: string, statements: readonly string[]): Promise<void> => {
    const shards = connect({ ...options, database });
    try {
      for (const shard of shards)
        for (const statement of statements) await command(shard, 'the tables', statement);
    } finally {
      await disconnect(shards);
    }
  };
  await run('default', [`CREATE DATABASE IF NOT EXISTS ${quoted(options.database)}${on}`]);
  await run(options.database, createStatements(cluster));
}
