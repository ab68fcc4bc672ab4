import type { Command } from 'commander';
import { excerpt, processesNamed } from '../../hunt/excerpt.ts';
import { lineage } from '../../hunt/lineage.ts';
import { safeJson } from '../../model/text.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
import type { Database } from '../../store/database.ts';
import { compileRules } from '../compile-rules.ts';
import { openToRead } from '../open-case.ts';
import { parseCount } from '../options.ts';
import { writeOutput } from '../output.ts';
import { showPaged } from '../pager.ts';
import { terminalOf } from '../print/terminal.ts';
import { printTree } from '../print/tree.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../shared-options.ts';

interface TreeOptions extends GlobalOptions, ResourceOptions {
  readonly case: string;
  readonly format: 'text' | 'json';
  readonly rules?: string[];
  readonly alerts: boolean;
  readonly pager: boolean;
  readonly maxAncestors: number;
  readonly maxSiblings: number;
  readonly maxDescendants: number;
}

const EXAMPLES = `
Examples:
  stemma tree 81056205-57C9-64DC-E004-000000000800 --case acme.duckdb
  stemma tree WS-014:6388 --case acme.duckdb            every process that had this pid on the host
  stemma tree WS-014:6388 --case acme.duckdb --max-siblings 20 --rules my-rules/`;

/** `stemma tree`: the chain above a process and what came of it. */
export function addTree(program: Command): void {
  program
    .command('tree')
    .summary('show the chain above a process and the processes below it')
    .description(
      'Show a process of a case: its chain of ancestors to the root, and its descendants, with the alerts of rules marked (▲). Longer than the screen, it is shown by $PAGER.',
    )
    .argument('<process>', 'process.entity_id, or HOST:PID')
    .requiredOption('-c, --case <file>', 'case to read')
    .addOption(choice('-f, --format <format>', 'how it is written', ['text', 'json'], 'text'))
    .option('-r, --rules <rule...>', `rules whose alerts are marked (default: ${DEFAULT_RULE})`)
    .option('--no-alerts', 'run no rules')
    .option('--max-ancestors <n>', 'ancestors that are shown, nearest first', parseCount(0), 256)
    .option('--max-siblings <n>', 'siblings that are shown, nearest in time', parseCount(0), 0)
    .option('--max-descendants <n>', 'descendants that are shown, nearest first', parseCount(0), 100)
    .option('--no-pager', 'write all at once')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _: unknown, command: Command) => {
      await runTree(name, command.optsWithGlobals<TreeOptions>());
    });
}

async function runTree(name: string, options: TreeOptions): Promise<void> {
  const text = options.format === 'json' ? await readJson(name, options) : await readText(name, options);
  // The case is closed by now: whoever reads for an hour keeps nobody from writing to it.
  if (options.format === 'json' || !options.pager || !(await showPaged(text)))
    await writeOutput(undefined, [text]);
}

async function readText(name: string, options: TreeOptions): Promise<string> {
  const rules = options.alerts ? await compileRules(options.rules, options.quiet) : [];
  const shown = await inCase(options, (database) =>
    excerpt(
      database,
      { kind: 'entity', name },
      {
        rules,
        caps: {
          ancestors: options.maxAncestors,
          siblings: options.maxSiblings,
          descendants: options.maxDescendants,
        },
        detail: { records: 0, activity: 0 },
      },
    ),
  );
  const terminal = terminalOf(process.stdout, options.color);
  // In a file, or for another program, nothing is cut.
  const columns = process.stdout.isTTY ? terminal.width : Number.POSITIVE_INFINITY;
  return [...printTree(terminal, shown, columns)].join('');
}

async function readJson(name: string, options: TreeOptions): Promise<string> {
  const lineages = await inCase(options, async (database) =>
    lineage(database, await processesNamed(database, name), options.maxDescendants),
  );
  return `${safeJson(lineages, 2)}\n`;
}

async function inCase<T>(options: TreeOptions, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openToRead(options.case, options);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
