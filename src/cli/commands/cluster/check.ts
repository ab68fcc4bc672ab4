import type { Command } from 'commander';
import { type CheckLine, checkEvents, checkLinks, checkTables } from '../../../cluster/check.ts';
import { withShards } from '../../cluster/open-shards.ts';
import {
  addClusterOptions,
  addTableOptions,
  type ClusterOptions,
  type TableOptions,
} from '../../cluster/options.ts';
import { eventsOf } from '../../cluster/table.ts';
import { compileRules } from '../../compile-rules.ts';
import { writeOutput } from '../../output.ts';
import { type Column, writeListing } from '../../print/listing.ts';
import { ROW_WRITERS } from '../../print/rows.ts';
import { terminalOf } from '../../print/terminal.ts';
import { EXIT } from '../../report-error.ts';
import { choice, type GlobalOptions } from '../../shared-options.ts';

interface CheckOptions extends GlobalOptions, ClusterOptions, TableOptions {
  readonly rules?: string[];
  readonly format: keyof typeof ROW_WRITERS;
}

type ShardLine = CheckLine & { readonly shard: string };

const COLUMNS: readonly Column<ShardLine>[] = [
  { key: 'shard', head: 'shard', value: ({ shard }) => shard },
  { key: 'state', head: 'state', value: ({ state }) => state },
  { key: 'what', head: 'what', value: ({ what }) => what },
  { key: 'detail', head: 'detail', value: ({ detail }) => detail },
];

const EXAMPLES = `
Examples:
  stemma cluster check --clickhouse http://ch:8123
  stemma cluster check --mapping edr.toml --rules my-rules/ --clickhouse http://ch:8123

Exit status: 0 a hunt can run, 2 something is missing without which it can't or finds nothing.`;

/** \`stemma cluster check\`: what is missing for a hunt. */
export function addClusterCheck(cluster: Command): void {
  const check = cluster
    .command('check')
    .summary('say what a hunt needs and does not find')
    .description(
      'Say what a hunt needs of the tables and of the events: columns, kinds of records, what names hosts, processes and parents, and the fields that rules read.',
    )
    .option('-r, --rules <rule...>', 'rules whose fields are looked for (default: the rule that hunt runs)')
    .addOption(choice('-f, --format <format>', 'how it is written', Object.keys(ROW_WRITERS), 'table'))
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await runCheck(command.optsWithGlobals<CheckOptions>());
    });
  addTableOptions(check);
  addClusterOptions(check);
}

async function runCheck(options: CheckOptions): Promise<number> {
  const rules = await compileRules(options.rules, options.quiet);
  const fields = [...new Set(rules.flatMap((rule) => rule.fields))];
  const lines = await withShards(options, async (shards) => {
    const found: ShardLine[] = [];
    for (const shard of shards) {
      const tables = await checkTables(shard);
      const lacking = tables.filter(({ state }) => state !== 'ok');
      const events = lacking.length > 0 ? undefined : await eventsOf(shard, options);
      const more =
        events === undefined
          ? lacking
          : [
              { state: 'ok', what: 'tables', detail: `all ${tables.length} are there` } as const,
              ...(await checkEvents(shard, events, fields)),
              await checkLinks(shard, events),
            ];
      for (const line of more) found.push({ shard: shard.name, ...line });
    }
    return found;
  });
  await writeOutput(
    undefined,
    writeListing(options.format, COLUMNS, lines, terminalOf(process.stdout, options.color)),
  );
  return lines.some(({ state }) => state === 'missing') ? EXIT.badInput : EXIT.done;
}
