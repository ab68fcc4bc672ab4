import { type Command, Option } from 'commander';
import { alertsById } from '../../hunt/alerts-by-id.ts';
import { hunt } from '../../hunt/hunt.ts';
import type { Alert } from '../../model/alert.ts';
import { VERDICT_CLASSES, type VerdictClass } from '../../model/verdict.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
import { investigate } from '../../triage/investigate.ts';
import { type JudgedAlert, judge } from '../../triage/judge.ts';
import type { TriageReport } from '../../triage/report.ts';
import { compileRules } from '../compile-rules.ts';
import { openToRead } from '../open-case.ts';
import { parseCount } from '../options.ts';
import { writeOutput } from '../output.ts';
import { number } from '../print/counted.ts';
import { terminalOf } from '../print/terminal.ts';
import { TRIAGE_WRITERS } from '../print/triage-report.ts';
import { verdictCounts } from '../print/verdict.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../shared-options.ts';
import { addTriageOptions, judgeOptions, parseVerdicts, type TriageOptions } from '../triage-options.ts';

interface TriageCommandOptions extends GlobalOptions, ResourceOptions, TriageOptions {
  readonly case: string;
  readonly rules?: string[];
  readonly verdict: readonly VerdictClass[];
  readonly max: number;
  readonly format: keyof typeof TRIAGE_WRITERS;
  readonly output?: string;
}

/** Alerts that are investigated where none is named. */
const DEFAULT_MAX = 5;

const EXAMPLES = `
Examples:
  stemma triage --case acme.duckdb                       the five worst alerts
  stemma triage d737c3b3b9f8 --case acme.duckdb
  stemma triage d737c3b3b9f8 --case acme.duckdb --format markdown -o ticket.md
  stemma triage --case acme.duckdb --verdict rare --max 20 --format json`;

/** `stemma triage`: the investigation guide, carried out. */
export function addTriage(program: Command): void {
  const triaging = program
    .command('triage')
    .summary('investigate alerts: what speaks for them, and what stands around them')
    .description(
      "Carry out the investigation guide for alerts of a case: the chain with the place, signature and prevalence of each image, other alerts of the host or the user, what the process did, services, logons, hashes to look up, siblings, and the rule's response steps. Nothing is fetched.",
    )
    .argument('[alerts...]', 'ids of alerts, or the beginnings of them (default: the worst)')
    .requiredOption('-c, --case <file>', 'case to read')
    .option('-r, --rules <rule...>', `rules whose alerts they are (default: ${DEFAULT_RULE})`)
    .addOption(
      new Option('--verdict <classes>', `which alerts, where none is named (${VERDICT_CLASSES.join(', ')})`)
        .argParser(parseVerdicts)
        .default(['suspicious'], 'suspicious'),
    )
    .option('--max <n>', 'how many, where none is named', parseCount(1), DEFAULT_MAX)
    .addOption(
      choice('-f, --format <format>', 'how reports are written', Object.keys(TRIAGE_WRITERS), 'text'),
    )
    .option('-o, --output <file>', 'write the reports to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (ids: string[], _: unknown, command: Command) => {
      await runTriage(ids, command.optsWithGlobals<TriageCommandOptions>());
    });
  addTriageOptions(triaging);
}

async function runTriage(ids: readonly string[], options: TriageCommandOptions): Promise<void> {
  const rules = await compileRules(options.rules, options.quiet);
  const judging = await judgeOptions(options);
  const guides = new Map(rules.map(({ rule }) => [`${rule.id}@${rule.version}`, rule.guide] as const));
  const guideOf = ({ id, version }: Alert['rule']): string => guides.get(`${id}@${version}`) ?? '';
  const database = await openToRead(options.case, options);
  try {
    const alerts = await judge(database, await hunt(database, rules), judging);
    const chosen =
      ids.length > 0 ? [...new Set(ids.flatMap((id) => alertsById(alerts, id)))] : worst(alerts, options);
    const reports: TriageReport[] = [];
    for (const alert of chosen)
      reports.push(await investigate(database, alert, { ...judging, alerts, guideOf }));
    const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
    await writeOutput(options.output, [TRIAGE_WRITERS[options.format](reports, terminal)]);
    if (!options.quiet && ids.length === 0) {
      const counts = verdictCounts(terminalOf(process.stderr, options.color), alerts);
      process.stderr.write(
        `${number(chosen.length)} of ${number(alerts.length)} alerts (--verdict ${options.verdict.join(',')} --max ${options.max})\n${counts.map((line) => `${line}\n`).join('')}`,
      );
    }
  } finally {
    database.close();
  }
}

const worst = (alerts: readonly JudgedAlert[], { verdict, max }: TriageCommandOptions): JudgedAlert[] =>
  alerts
    .filter((alert) => verdict.includes(alert.verdict.class))
    .sort((a, b) => b.verdict.score - a.verdict.score)
    .slice(0, max);
