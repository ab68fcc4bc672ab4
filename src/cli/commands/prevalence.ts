import type { Command } from 'commander';
import { InputError } from '../../model/errors.ts';
import { isoTime } from '../../model/time.ts';
import { textOf } from '../../rules/triage-reference.ts';
import type { Database } from '../../store/database.ts';
import { FACETS, type Facet, type Prevalence, prevalenceOf } from '../../store/prevalence.ts';
import { readBaseline, writeBaseline } from '../../triage/baseline.ts';
import { checkHost } from '../check-scope.ts';
import { openToRead } from '../open-case.ts';
import { parseCount } from '../options.ts';
import { writeOutput } from '../output.ts';
import { number } from '../print/counted.ts';
import { type Column, writeListing } from '../print/listing.ts';
import { ROW_WRITERS } from '../print/rows.ts';
import { terminalOf } from '../print/terminal.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../shared-options.ts';

interface PrevalenceOptions extends GlobalOptions, ResourceOptions {
  readonly case: string;
  readonly by: Facet;
  readonly max: number;
  readonly maxHosts?: number;
  readonly host?: string;
  readonly format: keyof typeof ROW_WRITERS;
  readonly output?: string;
  readonly save?: string;
  readonly baseline?: string;
}

/** Rows that are written where nobody asks for more. */
const DEFAULT_MAX = 100;

const EXAMPLES = `
Examples:
  stemma prevalence --case acme.duckdb                        the rarest pairs of parent and child
  stemma prevalence --case acme.duckdb --by shape --host WS-014
  stemma prevalence --case good.duckdb --save good.json       what a good case has, whole
  stemma prevalence --case acme.duckdb --by hash --baseline good.json
  stemma hunt --case acme.duckdb --baseline good.json         the same, in the verdicts of alerts`;

const time = (microseconds: number | null): string | null =>
  microseconds === null ? null : isoTime(microseconds);

const COLUMNS: readonly Column<Prevalence>[] = [
  { key: 'hosts', head: 'hosts', value: ({ hosts }) => hosts },
  { key: 'processes', head: 'processes', value: ({ processes }) => processes },
  { key: 'users', head: 'users', value: ({ users }) => users },
  { key: 'days', head: 'days', value: ({ days }) => days },
  { key: 'first', head: 'first', value: ({ first }) => time(first) },
  { key: 'last', head: 'last', value: ({ last }) => time(last) },
  { key: 'facet', value: ({ facet }) => facet },
  { key: 'value', head: 'value', value: ({ key }) => key },
];

/** `stemma prevalence`: what is rare in a case, without any rule. */
export function addPrevalence(program: Command): void {
  program
    .command('prevalence')
    .summary('rank what is rare in a case, or save what a good one has')
    .description(
      'Count on how many hosts, by how many users and on how many days each pair of parent and child, image path, hash, signer or shape of a command line was seen in a whole case, the rarest first. In a shape, numbers, GUIDs, SIDs, codes and the folders of users are one.',
    )
    .requiredOption('-c, --case <file>', 'case to read')
    .addOption(choice('--by <facet>', 'what is counted', FACETS, 'pair'))
    .option('--max <n>', 'write at most this many, the rarest', parseCount(1), DEFAULT_MAX)
    .option('--max-hosts <n>', 'only what is on at most this many hosts', parseCount(1))
    .option('--host <host>', 'only what this host has, counted over all')
    .option('--baseline <file>', 'only what a baseline does not have')
    .option('--save <file>', 'write everything that the case has to a baseline instead')
    .addOption(choice('-f, --format <format>', 'how rows are written', Object.keys(ROW_WRITERS), 'table'))
    .option('-o, --output <file>', 'write the rows to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<PrevalenceOptions>();
      if (options.save !== undefined) refuseParts(command);
      await runPrevalence(options);
    });
}

/** @throws InputError where a baseline would be said to be a part of what the case has, or to go elsewhere. */
function refuseParts(command: Command): void {
  const given = ['baseline', 'host', 'by', 'max', 'maxHosts', 'format', 'output'].find(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  if (given === undefined) return;
  const { long } = command.options.find((option) => option.attributeName() === given) ?? {};
  throw new InputError(
    `--save writes all that the case has in a form of its own, and ${long} says otherwise`,
    {
      remedy: 'Give one of them.',
    },
  );
}

async function runPrevalence(options: PrevalenceOptions): Promise<void> {
  const { save, baseline } = options;
  const known = baseline === undefined ? undefined : readBaseline(await textOf(baseline), baseline);
  const database = await openToRead(options.case, options);
  try {
    if (save !== undefined) {
      await writeOutput(save, [await writeBaseline(database)]);
      return;
    }
    const rows = await rarest(database, options, known?.get(options.by));
    const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
    await writeOutput(
      options.output,
      writeListing(options.format, COLUMNS, rows.slice(0, options.max), terminal),
    );
    if (!options.quiet && rows.length > options.max)
      process.stderr.write(`… and ${number(rows.length - options.max)} more: --max\n`);
  } finally {
    database.close();
  }
}

async function rarest(
  database: Database,
  { by, maxHosts, host }: PrevalenceOptions,
  known: ReadonlySet<string> | undefined,
): Promise<Prevalence[]> {
  if (host !== undefined) await checkHost(database, host);
  const rows = await prevalenceOf(database, by, { maxHosts, host });
  return known === undefined ? rows : rows.filter(({ key }) => !known.has(key));
}
