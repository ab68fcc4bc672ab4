import type { Command } from 'commander';
import { nodeLinkJson } from '../../export/tree/json.ts';
import { excerpt } from '../../hunt/excerpt.ts';
import type { TreeExcerpt } from '../../model/tree-excerpt.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
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
      'Show a process of a case: its chain of ancestors to the root, and its descendants, with the alerts of rules marked (▲). Longer than the screen, it is shown by $PAGER. JSON is as `export --format json` writes it.',
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
  const shown = await readExcerpt(name, options);
  // The case is closed by now: whoever reads for an hour keeps nobody from writing to it.
  if (options.format === 'json') return writeOutput(undefined, nodeLinkJson(shown));
  const terminal = terminalOf(process.stdout, options.color);
  // In a file, or for another program, nothing is cut.
  const columns = process.stdout.isTTY ? terminal.width : Number.POSITIVE_INFINITY;
  const text = [...printTree(terminal, shown, columns)].join('');
  if (!options.pager || !(await showPaged(text))) await writeOutput(undefined, [text]);
}

async function readExcerpt(name: string, options: TreeOptions): Promise<TreeExcerpt> {
  const { maxAncestors: ancestors, maxSiblings: siblings, maxDescendants: descendants } = options;
  const rules = options.alerts ? await compileRules(options.rules, options.quiet) : [];
  const database = await openToRead(options.case, options);
  try {
    return await excerpt(
      database,
      { kind: 'entity', name },
      {
        rules,
        caps: { ancestors, siblings, descendants },
        detail: options.format === 'json' ? {} : { records: 0, activity: 0 },
      },
    );
  } finally {
    database.close();
  }
}
