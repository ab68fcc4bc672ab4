import type { Command } from 'commander';
import { parseCount } from '../options.ts';
import { addClusterOptions, addTableOptions, type ClusterOptions, type TableOptions } from './options.ts';

/** Options of a hunt in ClickHouse. */
export interface ClusterHuntOptions extends ClusterOptions, TableOptions {
  readonly sliceEvents: number;
  readonly maxCandidates: number;
  readonly allowPartial?: boolean;
}

/** Adds them to a command. */
export function addClusterHuntOptions(command: Command): Command {
  addClusterOptions(command);
  addTableOptions(command);
  return command
    .option(
      '--slice-events <n>',
      'events that one query to ClickHouse looks at, in slices of time',
      parseCount(1),
      50_000_000,
    )
    .option(
      '--max-candidates <n>',
      'events that ClickHouse may leave for the exact predicates',
      parseCount(1),
      5_000_000,
    )
    .option(
      '--allow-partial',
      'report what there is where ClickHouse does not answer for a part, say so in each alert, and exit with status 4',
    );
}
