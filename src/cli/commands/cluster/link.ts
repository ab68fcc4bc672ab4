import type { Command } from 'commander';
import type { Shard } from '../../../cluster/connect.ts';
import { linkTable } from '../../../cluster/link.ts';
import { mappedEvents } from '../../../cluster/mapped-events.ts';
import { InputError } from '../../../model/errors.ts';
import { withShards } from '../../cluster/open-shards.ts';
import {
  addClusterOptions,
  addTableOptions,
  type ClusterOptions,
  type TableOptions,
} from '../../cluster/options.ts';
import { mappingOf } from '../../cluster/table.ts';
import { counted, number, tally } from '../../print/counted.ts';
import { countSteps, progressBar } from '../../print/progress.ts';
import type { GlobalOptions } from '../../shared-options.ts';

interface LinkOptions extends GlobalOptions, ClusterOptions, TableOptions {}

const EXAMPLES = `
Examples:
  stemma cluster check --mapping edr.toml --clickhouse http://ch:8123
  stemma cluster link --mapping edr.toml --clickhouse http://ch:8123
  stemma hunt --mapping edr.toml --clickhouse http://ch:8123

What was linked before is taken away first. What \`stemma cluster load\` brings is linked already, and better: a case
merges the logs of a process, corrects clocks and tells copies.`;

/** \`stemma cluster link\`: finds the processes of a table that is not Stemma's, and their parents. */
export function addClusterLink(cluster: Command): void {
  const link = cluster
    .command('link')
    .summary("find the processes and the parents of a table of events that is not Stemma's")
    .description(
      "Find the processes of a table of events that is not Stemma's, and the parent of each, by the ids that events carry, else by pid and time, and store both in Stemma's tables. The table itself is only read.",
    )
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      await runLink(command.optsWithGlobals<LinkOptions>());
    });
  addTableOptions(link);
  addClusterOptions(link);
}

async function runLink(options: LinkOptions): Promise<void> {
  const bar = progressBar(options.quiet);
  const step = countSteps(bar);
  await withShards(options, async (shards) => {
    const mapping = await mappingOf(shards[0] as Shard, options);
    if (mapping === undefined)
      throw new InputError("no table is named, and Stemma's own are linked when they are loaded", {
        remedy: 'Give --table NAME or --mapping FILE.',
      });
    const report = await linkTable(
      shards,
      mapping,
      (shard) => mappedEvents(shard, mapping),
      (_, of) => step(of, 'linking'),
    );
    bar.stop();
    if (options.quiet) return;
    const links = Object.values(report.linksByMethod).reduce((sum, each) => sum + each, 0);
    process.stderr.write(
      `${counted(report.processes, 'process', 'processes')} (${number(report.placeholders)} of them placeholders), ${counted(links, 'link')} (${tally(report.linksByMethod)})\n`,
    );
  });
}
