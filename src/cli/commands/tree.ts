import type { Command } from 'commander';
import { type Lineage, lineage } from '../../hunt/lineage.ts';
import { InputError } from '../../model/errors.ts';
import { safeJson } from '../../model/text.ts';
import { openCaseReadOnly } from '../../store/case.ts';
import { findProcesses } from '../../store/processes.ts';
import { parseCount } from '../options.ts';
import { writeOutput } from '../output.ts';
import { printLineage } from '../print/lineage.ts';
import { terminalOf } from '../print/terminal.ts';
import { choice, type GlobalOptions } from '../shared-options.ts';

interface TreeOptions extends GlobalOptions {
  readonly case: string;
  readonly format: 'text' | 'json';
  readonly maxDescendants: number;
}

const EXAMPLES = `
Examples:
  stemma tree 81056205-57C9-64DC-E004-000000000800 --case acme.duckdb
  stemma tree WS-014:6388 --case acme.duckdb            every process that had this pid on the host`;

/** \`stemma tree\`: the chain above a process and what came of it. */
export function addTree(program: Command): void {
  program
    .command('tree')
    .summary('show the chain above a process and the processes below it')
    .description('Show a process of a case: its chain of ancestors to the root, and its descendants.')
    .argument('<process>', 'process.entity_id, or HOST:PID')
    .requiredOption('-c, --case <file>', 'case to read')
    .addOption(choice('-f, --format <format>', 'how it is written', ['text', 'json'], 'text'))
    .option('--max-descendants <n>', 'descendants that are listed', parseCount(0), 100)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TreeOptions>();
      const database = await openCaseReadOnly(options.case);
      try {
        const rids = await findProcesses(database, name);
        if (rids.length === 0)
          throw new InputError(`no process of the case is ${JSON.stringify(name)}`, {
            place: options.case,
            remedy:
              'Look one up: stemma sql "SELECT process.entity_id, host.name, process.pid, process.name FROM processes WHERE process.name ILIKE \'%svchost%\'" --case FILE',
          });
        const lineages = await lineage(database, rids, options.maxDescendants);
        const terminal = terminalOf(process.stdout, options.color);
        const text = (entry: Lineage): string => `${printLineage(terminal, entry)}\n`;
        await writeOutput(
          undefined,
          options.format === 'json' ? [`${safeJson(lineages, 2)}\n`] : lineages.map(text),
        );
      } finally {
        database.close();
      }
    });
}
