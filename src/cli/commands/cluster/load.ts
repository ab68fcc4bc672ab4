import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { withTempDir } from '../../../analyze.ts';
import { loadCase } from '../../../cluster/load.ts';
import { InputError } from '../../../model/errors.ts';
import { withShards } from '../../cluster/open-shards.ts';
import { addClusterOptions, type ClusterOptions } from '../../cluster/options.ts';
import { loadInputs, refuseNothing } from '../../load-inputs.ts';
import { openToAdd } from '../../open-case.ts';
import { counted, tally } from '../../print/counted.ts';
import { countSteps, progressBar } from '../../print/progress.ts';
import { printIngest } from '../../print/summary.ts';
import { terminalOf } from '../../print/terminal.ts';
import {
  addLoadOptions,
  type GlobalOptions,
  type LoadOptions,
  type ResourceOptions,
} from '../../shared-options.ts';

interface ClusterLoadOptions extends GlobalOptions, LoadOptions, ResourceOptions, ClusterOptions {
  readonly case?: string;
  readonly replace?: boolean;
}

const EXAMPLES = `
Examples:
  stemma cluster load --case acme.duckdb --clickhouse http://ch:8123
  stemma cluster load exports/ --clickhouse http://ch:8123         through a temporary case
  stemma cluster load --case acme.duckdb --replace --clickhouse http://ch:8123
                                                the case has grown: what it had brought before goes first

A load that was broken off goes on when the same is loaded again; one that is whole does nothing.`;

/** \`stemma cluster load\`: a case, its links with it, into ClickHouse. */
export function addClusterLoad(cluster: Command): void {
  const load = cluster
    .command('load')
    .summary('load exports, or a case, with the links that the case found')
    .description(
      'Load a case into ClickHouse: its events, its processes and the links between them as the case found them. Exports are ingested into a temporary case first.',
    )
    .argument('[inputs...]', 'files, folders, globs, or - for standard input')
    .option('-c, --case <file>', 'case to load')
    .option('--replace', 'take loads away first that hold some of the same exports')
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], _: unknown, command: Command) => {
      await runLoad(inputs, command.optsWithGlobals<ClusterLoadOptions>());
    });
  addLoadOptions(load);
  addClusterOptions(load);
}

async function runLoad(inputs: readonly string[], options: ClusterLoadOptions): Promise<void> {
  if ((inputs.length === 0) === (options.case === undefined))
    throw new InputError('either exports are loaded, or a case', {
      remedy: 'Give inputs, or --case FILE. More exports go into a case with `stemma ingest`.',
    });
  if (options.case !== undefined && !existsSync(options.case))
    throw new InputError('there is no case at this path', {
      place: options.case,
      remedy: 'Make one with `stemma ingest INPUTS… --case FILE`.',
    });
  await withShards(options, (shards) =>
    withTempDir(async (tempDir) => {
      const database = await openToAdd(options.case ?? join(tempDir, 'case.duckdb'), options);
      const bar = progressBar(options.quiet);
      const step = countSteps(bar);
      try {
        if (inputs.length > 0) {
          const report = await loadInputs(database, inputs, options);
          if (!options.quiet)
            process.stderr.write(printIngest(terminalOf(process.stderr, options.color), report));
          refuseNothing(report, 'cluster load');
        }
        const report = await loadCase(shards, database, {
          tempDir,
          replace: options.replace,
          onBatch: (part, _, of) => step(of, part),
        });
        bar.stop();
        if (options.quiet) return;
        const rows = report.sent === 0 ? 'nothing was missing' : tally(report.rows);
        const found =
          report.found === 0 ? '' : `; ${counted(report.found, 'batch', 'batches')} were there already`;
        process.stderr.write(`load ${report.load}: ${rows}${found}\n`);
      } finally {
        database.close();
      }
    }, options.tempDir),
  );
}
