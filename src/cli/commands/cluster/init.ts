import type { Command } from 'commander';
import { initCluster } from '../../../cluster/init.ts';
import { connectOptions } from '../../cluster/open-shards.ts';
import { addClusterOptions, type ClusterOptions } from '../../cluster/options.ts';
import type { GlobalOptions } from '../../shared-options.ts';

interface InitOptions extends GlobalOptions, ClusterOptions {
  readonly cluster?: string;
}

const EXAMPLES = `
Examples:
  stemma cluster init --clickhouse http://ch:8123
  stemma cluster init --clickhouse http://a:8123,http://b:8123     hosts are shared out over two servers
  stemma cluster init --clickhouse https://ch:8443 --cluster main  a cluster that ClickHouse itself knows: tables on
                                                                    every node, and distributed ones over them`;

/** \`stemma cluster init\`: makes the tables. */
export function addClusterInit(cluster: Command): void {
  const init = cluster
    .command('init')
    .summary('make the database and the tables')
    .description(
      'Make the database and the tables that Stemma keeps events in, where they are not there yet. What is there is left alone.',
    )
    .option('--cluster <name>', 'make them on every node of the cluster that ClickHouse knows by this name')
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<InitOptions>();
      const connection = connectOptions(options);
      await initCluster(connection, options.cluster);
      if (!options.quiet)
        process.stderr.write(
          `tables are in database ${connection.database} of ${connection.urls.length} server${connection.urls.length === 1 ? '' : 's'}\n`,
        );
    });
  addClusterOptions(init);
}
