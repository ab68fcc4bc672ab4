#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { StoppedError } from '../model/errors.ts';
import { checkOutputs } from './check-output.ts';
import { addCat } from './commands/cat.ts';
import { addCluster } from './commands/cluster.ts';
import { addCompletion } from './commands/completion.ts';
import { addExport } from './commands/export.ts';
import { addHunt } from './commands/hunt.ts';
import { addIngest } from './commands/ingest.ts';
import { addPrevalence } from './commands/prevalence.ts';
import { addQuery } from './commands/query.ts';
import { addRules } from './commands/rules.ts';
import { addSql } from './commands/sql.ts';
import { addTree } from './commands/tree.ts';
import { addTriage } from './commands/triage.ts';
import { tolerateClosedPipe } from './output.ts';
import { EXIT, printable, reportError } from './report-error.ts';
import { addResourceOptions } from './shared-options.ts';
import { cleanUpOnSignals, dieOf } from './signals.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('stemma')
  .description(
    'Process-tree graph analyzer for Windows telemetry: exported logs in, anomalous parent-child edges with their full ancestry out.',
  )
  .version(version)
  .option('-q, --quiet', 'no progress bar and no summary', false)
  .option('--no-color', 'no colours (also: NO_COLOR)')
  .showHelpAfterError('(see --help)')
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({ outputError: (text, write) => write(printable(text)) })
  .exitOverride()
  .hook('preAction', (_, command) => checkOutputs(command));

for (const add of [
  addHunt,
  addIngest,
  addTree,
  addExport,
  addTriage,
  addQuery,
  addPrevalence,
  addSql,
  addCat,
  addRules,
  addCluster,
  addCompletion,
])
  add(program);
addResources(program);
nameHelp(program, 'stemma');

/** Whoever opens a case is told what of the machine it may use. */
function addResources(parent: Command): void {
  for (const command of parent.commands) {
    if (command.options.some(({ long }) => long === '--case')) addResourceOptions(command);
    addResources(command);
  }
}

function nameHelp(parent: Command, name: string): void {
  for (const command of parent.commands) {
    const full = `${name} ${command.name()}`;
    command.showHelpAfterError(`(see ${full} --help)`);
    nameHelp(command, full);
  }
}

tolerateClosedPipe();
cleanUpOnSignals();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  else if (error instanceof StoppedError) dieOf('SIGINT');
  else process.exitCode = reportError(error);
}
