import type { Command } from 'commander';
import { type LoadStatus, statusOf } from '../../../cluster/status.ts';
import { withShards } from '../../cluster/open-shards.ts';
import { addClusterOptions, type ClusterOptions } from '../../cluster/options.ts';
import { writeOutput } from '../../output.ts';
import { type Column, writeListing } from '../../print/listing.ts';
import { ROW_WRITERS } from '../../print/rows.ts';
import { terminalOf } from '../../print/terminal.ts';
import { choice, type GlobalOptions } from '../../shared-options.ts';

interface StatusOptions extends GlobalOptions, ClusterOptions {
  readonly format: keyof typeof ROW_WRITERS;
}

const COLUMNS: readonly Column<LoadStatus>[] = [
  { key: 'shard', head: 'shard', value: ({ shard }) => shard },
  { key: 'load', head: 'load', value: ({ load }) => load },
  { key: 'state', head: 'state', value: ({ whole }) => (whole ? 'whole' : 'broken off') },
  { key: 'events', head: 'events', value: ({ events }) => Number(events) },
  { key: 'processes', head: 'processes', value: ({ processes }) => Number(processes) },
  { key: 'links', head: 'links', value: ({ links }) => Number(links) },
  { key: 'hosts', head: 'hosts', value: ({ hosts }) => Number(hosts) },
  { key: 'first', head: 'first', value: ({ first }) => first ?? '' },
  { key: 'last', head: 'last', value: ({ last }) => last ?? '' },
];

/** \`stemma cluster status\`: what is loaded, and whether all of it is. */
export function addClusterStatus(cluster: Command): void {
  const status = cluster
    .command('status')
    .summary('say what is loaded, and whether all of it is')
    .description(
      'Say for each shard what was loaded or linked. A load that is broken off goes on when the same is loaded again.',
    )
    .addOption(choice('-f, --format <format>', 'how it is written', Object.keys(ROW_WRITERS), 'table'))
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<StatusOptions>();
      const rows = await withShards(options, statusOf);
      await writeOutput(
        undefined,
        writeListing(options.format, COLUMNS, rows, terminalOf(process.stdout, options.color)),
      );
    });
  addClusterOptions(status);
}
