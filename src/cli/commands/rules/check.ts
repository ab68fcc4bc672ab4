import type { Command } from 'commander';
import type { FieldPath } from '../../../model/field.ts';
import type { Presence } from '../../../model/presence.ts';
import { judgeRules } from '../../../rules/judge-rules.ts';
import { SHIPPED_FOLDER } from '../../../rules/shipped-rules.ts';
import { surveyRules } from '../../../rules/survey-rules.ts';
import { presenceOf } from '../../../store/presence.ts';
import { openToRead } from '../../open-case.ts';
import { writeOutput } from '../../output.ts';
import { inOrder, JUDGEMENT_COLUMNS, printTotals } from '../../print/judgements.ts';
import { writeListing } from '../../print/listing.ts';
import { ROW_WRITERS } from '../../print/rows.ts';
import { terminalOf } from '../../print/terminal.ts';
import { EXIT } from '../../report-error.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../../shared-options.ts';

interface CheckOptions extends GlobalOptions, ResourceOptions {
  readonly case?: string;
  readonly format: keyof typeof ROW_WRITERS;
}

const EXAMPLES = `
Examples:
  stemma rules check my-rules/                  whether each can run, and why not
  stemma rules check my-rules/ --case acme.duckdb
                                                also what the case has no values for
  stemma rules check my-rules/broken.toml       one that is wrong is shown with a caret
  stemma rules check my-rules/ --format ndjson

Verdicts: runs; runs, but (it reads fields that are never there); not supported (not in EQL); no rule (TOML without
[rule]); wrong. The table has the wrong ones last.

Exit status: 0 no rule is wrong, 2 some rule is wrong or bad usage, 3 internal error. What Stemma does not support, and
what a case has no values for, is no fault of the rule: the status stays 0.`;

/** \`stemma rules check\`: whether rules can run. */
export function addRulesCheck(rules: Command): void {
  rules
    .command('check')
    .summary('say of each rule whether it can run, and why not')
    .description(
      'Check rules without running them: TOML, metadata, EQL syntax and types. With a case, also whether its events have the fields and the categories that each rule reads.',
    )
    .argument('[paths...]', 'rule files, folders, globs, or names of shipped rules (default: all shipped)')
    .option('-c, --case <file>', 'case whose events the rules are held against')
    .addOption(choice('-f, --format <format>', 'how verdicts are written', Object.keys(ROW_WRITERS), 'table'))
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], _: unknown, command: Command) => {
      process.exitCode = await runCheck(paths, command.optsWithGlobals<CheckOptions>());
    });
}

async function runCheck(paths: readonly string[], options: CheckOptions): Promise<number> {
  const survey = await surveyRules(paths.length > 0 ? paths : [SHIPPED_FOLDER]);
  const { case: path } = options;
  const judgements = await judgeRules(
    survey,
    path === undefined ? undefined : (fields) => readPresence(path, fields, options),
  );
  const [only, ...others] = judgements;
  if (only?.error !== undefined && others.length === 0) throw only.error;
  await writeOutput(
    undefined,
    writeListing(
      options.format,
      JUDGEMENT_COLUMNS,
      inOrder(judgements),
      terminalOf(process.stdout, options.color),
    ),
  );
  if (!options.quiet) process.stderr.write(printTotals(survey, judgements));
  return judgements.some(({ verdict }) => verdict === 'wrong') ? EXIT.badInput : EXIT.done;
}

async function readPresence(
  path: string,
  fields: readonly FieldPath[],
  options: GlobalOptions & ResourceOptions,
): Promise<Presence> {
  const database = await openToRead(path, options);
  try {
    return await presenceOf(database, fields);
  } finally {
    database.close();
  }
}
