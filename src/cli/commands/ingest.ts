import type { Command } from 'commander';
import { loadInputs, refuseNothing } from '../load-inputs.ts';
import { openToAdd } from '../open-case.ts';
import { printIngest } from '../print/summary.ts';
import { terminalOf } from '../print/terminal.ts';
import { EXIT } from '../report-error.ts';
import {
  addLoadOptions,
  type GlobalOptions,
  type LoadOptions,
  type ResourceOptions,
} from '../shared-options.ts';

interface IngestOptions extends GlobalOptions, LoadOptions, ResourceOptions {
  readonly case: string;
}

const EXAMPLES = `
Examples:
  stemma ingest exports/ --case acme.duckdb
  stemma ingest more.zip --case acme.duckdb     add to it; files that it holds already are not loaded again
  stemma ingest exports/ --case acme.duckdb --report acme.json`;

/** \`stemma ingest\`: exports into a case that is kept. */
export function addIngest(program: Command): void {
  const ingest = program
    .command('ingest')
    .summary('load exports into a case and link its processes')
    .description('Load exported logs into a case, a DuckDB file, and reconstruct its process trees.')
    .argument(
      '[inputs...]',
      'files, folders, globs, or - for standard input; none to finish what was stopped',
    )
    .requiredOption('-c, --case <file>', 'case to make or to add to')
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<IngestOptions>();
      const database = await openToAdd(options.case, options);
      try {
        const report = await loadInputs(database, inputs, options);
        if (!options.quiet)
          process.stderr.write(printIngest(terminalOf(process.stderr, options.color), report));
        if (inputs.length > 0) refuseNothing(report, 'ingest');
        process.exitCode = EXIT.done;
      } finally {
        database.close();
      }
    });
  addLoadOptions(ingest);
}
