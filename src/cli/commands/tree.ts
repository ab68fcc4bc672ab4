import type { Command } from 'commander';
import { excerpt } from '../../hunt/excerpt.ts';
import { lineage } from '../../hunt/lineage.ts';
import { safeJson } from '../../model/text.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
import { openCaseReadOnly } from '../../store/case.ts';
import { compileRules } from '../compile-rules.ts';
import { parseCount } from '../options.ts';
import { writeOutput } from '../output.ts';
import { showPaged } from '../pager.ts';
import { terminalOf } from '../print/terminal.ts';
import { printTree } from '../print/tree.ts';
import { choice, type GlobalOptions } from '../shared-options.ts';

interface TreeOptions extends GlobalOptions {
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
  const isText = options.format === 'text';
  const rules = isText && options.alerts ? await compileRules(options.rules, options.quiet) : [];
  const database = await openCaseReadOnly(options.case);
  try {
    const scope = { kind: 'entity', name } as const;
    const caps = {
      ancestors: options.maxAncestors,
      siblings: options.maxSiblings,
      descendants: options.maxDescendants,
    };
    const shown = await excerpt(database, scope, { rules, caps, detail: { records: 0, activity: 0 } });
    if (!isText) {
      const rids = (shown.focus ?? []).map((place) => shown.nodes[place]?.rid as number);
      const lineages = await lineage(database, rids, options.maxDescendants);
      await writeOutput(undefined, [`${safeJson(lineages, 2)}\n`]);
      return;
    }
    const terminal = terminalOf(process.stdout, options.color);
    // In a file, or for another program, nothing is cut.
    const columns = process.stdout.isTTY ? terminal.width : Number.POSITIVE_INFINITY;
    const text = [...printTree(terminal, shown, columns)].join('');
    if (!options.pager || !(await showPaged(text))) await writeOutput(undefined, [text]);
  } finally {
    database.close();
  }
}
