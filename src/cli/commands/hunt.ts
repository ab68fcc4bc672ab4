import { join } from 'node:path';
import type { Command } from 'commander';
import { withTempDir } from '../../analyze.ts';
import type { ExceptionReport } from '../../hunt/except.ts';
import { DEFAULT_SAMPLE_SIZE, hunt, type RuleStatistics } from '../../hunt/hunt.ts';
import { InputError } from '../../model/errors.ts';
import type { Exception } from '../../model/exception.ts';
import { VERDICT_CLASSES, type VerdictClass } from '../../model/verdict.ts';
import { readExceptions } from '../../rules/exceptions/read-exceptions.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
import { judge } from '../../triage/judge.ts';
import { checkHost, checkTimes } from '../check-scope.ts';
import { addClusterHuntOptions, type ClusterHuntOptions } from '../cluster/hunt-options.ts';
import { type HuntGround, marked, printAsked, printMissing, withCluster } from '../cluster/with-cluster.ts';
import { compileRules } from '../compile-rules.ts';
import { refuseTerminal } from '../formats.ts';
import { loadInputs, refuseNothing } from '../load-inputs.ts';
import { openToAdd, openToRead } from '../open-case.ts';
import { parseCount, parseTime } from '../options.ts';
import { printExceptions, printHidden } from '../print/exceptions.ts';
import { progressBar } from '../print/progress.ts';
import { printStatistics } from '../print/statistics.ts';
import { printAlertCounts, printIngest } from '../print/summary.ts';
import { terminalOf } from '../print/terminal.ts';
import { EXIT } from '../report-error.ts';
import {
  addLoadOptions,
  choice,
  type GlobalOptions,
  type LoadOptions,
  type ResourceOptions,
} from '../shared-options.ts';
import { addTriageOptions, judgeOptions, parseVerdicts, type TriageOptions } from '../triage-options.ts';
import { HUNT_FORMATS, writeAlerts } from '../write-alerts.ts';

interface HuntOptions extends GlobalOptions, LoadOptions, ResourceOptions, TriageOptions, ClusterHuntOptions {
  readonly case?: string;
  readonly rules?: string[];
  readonly format: string;
  readonly output?: string;
  readonly from?: number;
  readonly to?: number;
  readonly host?: string;
  readonly verdict?: readonly VerdictClass[];
  readonly exceptions?: string[];
  readonly explainExceptions?: boolean;
  readonly maxAlerts?: number;
  readonly sample: number;
  readonly fullGraph?: boolean;
  readonly stats?: boolean;
  readonly failOnAlert?: boolean;
}

const EXAMPLES = `
Examples:
  stemma hunt exports/                          every log in a folder, archives included
  stemma hunt logs.zip --format html -o alerts.html   one page to look around in, and to send
  stemma hunt logs.zip --format ndjson -o alerts.ndjson
  stemma hunt exports/ --case acme.duckdb       keep the case for tree and sql
  stemma hunt --case acme.duckdb --host WS-014 --from 2026-03-10
  stemma hunt --case acme.duckdb --verdict suspicious,rare
  stemma hunt logs.zip --rules unusual_parentchild_relationship@323 my-rules/ --stats
  zcat old.ndjson.gz | stemma hunt -            read standard input
  stemma hunt --clickhouse http://ch:8123 --from 2026-03-01   in what \`stemma cluster load\` brought

An exception in TOML; all its conditions must be true, \`*\` stands for any text, and [a list] for any of several:
  [[exception]]
  name = "our agent starts the shell of a user"
  chain = "services.exe > agent.exe > userinit.exe"
  parent_executable = 'C:\\Program Files\\*'
It may also ask for host, process, executable, command_line, user, signer, hash, parent, parent_command_line, grandparent,
ancestor, field and not, and has reason, rules and expires.

Exit status: 0 done, 1 alerts found with --fail-on-alert, 2 bad usage, unreadable input or no answer from ClickHouse,
3 internal error, 4 part of ClickHouse did not answer and --allow-partial.`;

/** \`stemma hunt\`: from exports, or from a case, to alerts with their ancestry. */
export function addHunt(program: Command): void {
  const hunting = program
    .command('hunt')
    .summary('load exports and report anomalous parent-child edges with their ancestry')
    .description(
      'Load exported logs, reconstruct the process trees, run detection rules over every parent-child edge and over what the processes did, and report each hit with its full chain of ancestors. Inputs are files, folders, globs, or - for standard input: EVTX, NDJSON, JSON, CSV, each plain or in .gz, .zst, .zip, .tar.gz. Without inputs, hunt in an existing --case.',
    )
    .argument('[inputs...]', 'files, folders, globs, or - for standard input')
    .option('-c, --case <file>', 'case to load into, or to hunt in; a temporary one by default')
    .option(
      '-r, --rules <rule...>',
      `rules to run: short name, id, name@version, file or folder (default: ${DEFAULT_RULE})`,
    )
    .addOption(choice('-f, --format <format>', 'how alerts are written', HUNT_FORMATS, 'text'))
    .option('-o, --output <file>', 'write the alerts to a file')
    .option('--from <time>', 'only records at or after this time (UTC)', parseTime)
    .option('--to <time>', 'only records at or before this time (UTC)', parseTime)
    .option('--host <host>', 'only records of this host, by name or id')
    .option(
      '--verdict <classes>',
      `write only alerts of these verdicts (${VERDICT_CLASSES.join(', ')}); the summary counts all`,
      parseVerdicts,
    )
    .option(
      '--exceptions <file...>',
      "hide alerts that these are true of: Elastic's exception lists (NDJSON) or TOML",
    )
    .option('--explain-exceptions', 'say for each exception what it hid')
    .option('--max-alerts <n>', 'write at most this many alerts, earliest first', parseCount(1))
    .option(
      '--sample <n>',
      'siblings and descendants that an alert lists',
      parseCount(0),
      DEFAULT_SAMPLE_SIZE,
    )
    .option('--full-graph', 'put every edge before the exact predicate, without narrowing by SQL first')
    .option('--stats', 'say for each rule what it looked at, found and took')
    .option('--fail-on-alert', 'exit with status 1 when there are alerts, of the verdicts asked for')
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], _: unknown, command: Command) => {
      process.exitCode = await runHunt(inputs, command.optsWithGlobals<HuntOptions>());
    });
  addTriageOptions(hunting);
  addClusterHuntOptions(hunting);
  addLoadOptions(hunting);
}

/** Opens what is hunted in: a case, read-only where nothing is added, or a temporary one. */
async function withCase<T>(
  inputs: readonly string[],
  { case: path, ...options }: HuntOptions,
  work: (ground: HuntGround) => Promise<T>,
): Promise<T> {
  const use = async (database: HuntGround['database']): Promise<T> => {
    try {
      return await work({ database, missing: [] });
    } finally {
      database.close();
    }
  };
  if (path !== undefined)
    return use(await (inputs.length === 0 ? openToRead(path, options) : openToAdd(path, options)));
  if (inputs.length === 0)
    throw new InputError('there is nothing to hunt in', {
      remedy: 'Give exported logs (files, folders, globs, or - for standard input), or a case with --case.',
    });
  return withTempDir(
    async (folder) => use(await openToAdd(join(folder, 'case.duckdb'), options)),
    options.tempDir,
  );
}

async function exceptionsOf({ exceptions, explainExceptions }: HuntOptions): Promise<Exception[]> {
  if (explainExceptions === true && exceptions === undefined)
    throw new InputError('--explain-exceptions has nothing to explain', {
      remedy: 'Give the exceptions with --exceptions FILE.',
    });
  return exceptions === undefined ? [] : readExceptions(exceptions);
}

/** @throws InputError where options of a hunt in ClickHouse and others exclude each other. */
function checkGround(inputs: readonly string[], options: HuntOptions): void {
  const { clickhouse, fullGraph, table, mapping, allowPartial } = options;
  if (clickhouse === undefined) {
    const alone = table ?? mapping ?? allowPartial;
    if (alone !== undefined)
      throw new InputError('--table, --mapping and --allow-partial are about ClickHouse, and none is named', {
        remedy: 'Give its address with --clickhouse.',
      });
    return;
  }
  if (inputs.length > 0)
    throw new InputError('a hunt in ClickHouse reads no exports', {
      remedy: 'Load them first: stemma cluster load INPUTS… --clickhouse URL',
    });
  if (fullGraph === true)
    throw new InputError('--full-graph would bring every event of the cluster here', {
      remedy: 'Leave it out, or hunt in a case.',
    });
}

async function runHunt(inputs: readonly string[], options: HuntOptions): Promise<number> {
  checkTimes(options.from, options.to);
  refuseTerminal(options.format, options.output);
  if (options.report !== undefined && inputs.length === 0)
    throw new InputError('--report says what is loaded, and there is nothing to load', {
      remedy: 'Give inputs, or look into the table `sources`: stemma sql "FROM sources" --case FILE',
    });
  checkGround(inputs, options);
  const rules = await compileRules(options.rules, options.quiet);
  const judging = await judgeOptions(options);
  const exceptions = await exceptionsOf(options);
  const progress = terminalOf(process.stderr, options.color);
  const ground = <T>(work: (ground: HuntGround) => Promise<T>): Promise<T> =>
    options.clickhouse === undefined
      ? withCase(inputs, options, work)
      : withCluster(options, rules, judging.reference, work);
  return ground(async ({ database, population, missing, asked }) => {
    const report = inputs.length === 0 ? undefined : await loadInputs(database, inputs, options);
    const summary = report === undefined || options.quiet ? '' : printIngest(progress, report);
    try {
      if (report !== undefined) refuseNothing(report, 'hunt');
      if (options.host !== undefined) await checkHost(database, options.host);
    } catch (error) {
      process.stderr.write(summary);
      throw error;
    }
    const bar = progressBar(options.quiet);
    bar.start(rules.length + 1, 'rules', 'scanning');
    let statistics: readonly RuleStatistics[] = [];
    let excepted: ExceptionReport | undefined;
    const found = await hunt(database, rules, {
      from: options.from,
      to: options.to,
      host: options.host,
      sampleSize: options.sample,
      exhaustive: options.fullGraph,
      exceptions,
      onExceptions: (report) => {
        excepted = report;
      },
      onRule: ({ name }) => bar.advance(1, name),
      onStatistics: (found) => {
        statistics = found;
      },
    }).finally(() => bar.stop());
    const alerts = marked(await judge(database, found, { ...judging, population }), missing);
    const wanted = alerts.filter(({ verdict }) => options.verdict?.includes(verdict.class) ?? true);
    const shown = wanted.slice(0, options.maxAlerts ?? wanted.length);
    await writeAlerts(database, shown, rules, { ...options, reference: judging.reference, population });
    if (asked !== undefined && !options.quiet) process.stderr.write(printAsked(asked));
    process.stderr.write(printMissing(missing));
    if (!options.quiet) process.stderr.write(summary + printAlertCounts(progress, alerts, shown.length));
    if (excepted !== undefined && !options.quiet)
      process.stderr.write(printHidden(progress, excepted, alerts.length));
    if (excepted !== undefined && options.explainExceptions)
      process.stderr.write(printExceptions(progress, excepted));
    if (options.stats) process.stderr.write(printStatistics(progress, statistics, alerts));
    if (missing.length > 0) return EXIT.partial;
    return options.failOnAlert && wanted.length > 0 ? EXIT.alertsFound : EXIT.done;
  });
}
