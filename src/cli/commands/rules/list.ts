import type { Command } from 'commander';
import { InputError } from '../../../model/errors.ts';
import { attackIds, isUnsupported, type Rule, type UnsupportedRule } from '../../../model/rule.ts';
import { SHIPPED_FOLDER } from '../../../rules/shipped-rules.ts';
import { type RuleSurvey, surveyRules } from '../../../rules/survey-rules.ts';
import { writeOutput } from '../../output.ts';
import { counted, number } from '../../print/counted.ts';
import { type Column, writeListing } from '../../print/listing.ts';
import { tallyKinds } from '../../print/not-run.ts';
import { ROW_WRITERS } from '../../print/rows.ts';
import { byLabel, ruleKind, ruleLabel } from '../../print/rule-facts.ts';
import { terminalOf } from '../../print/terminal.ts';
import { choice, type GlobalOptions } from '../../shared-options.ts';

interface ListOptions extends GlobalOptions {
  readonly format: keyof typeof ROW_WRITERS;
}

const COLUMNS: readonly Column<Rule | UnsupportedRule>[] = [
  { key: 'rule', head: 'rule', value: ruleLabel },
  { key: 'kind', head: 'kind', value: ruleKind },
  { key: 'severity', head: 'severity', value: (rule) => rule.severity },
  { key: 'risk_score', head: 'risk', value: (rule) => rule.riskScore },
  { key: 'attack', head: 'att&ck', value: attackIds },
  { key: 'name', head: 'name', value: (rule) => rule.name },
  { key: 'id', value: (rule) => rule.id },
  { key: 'not_supported', value: (rule) => (isUnsupported(rule) ? rule.reason : null) },
  { key: 'path', value: (rule) => rule.path },
];

const EXAMPLES = `
Examples:
  stemma rules list                             the rules that come with Stemma
  stemma rules list my-rules/                   those of a folder, at any depth
  stemma rules list 'rules/**/*.toml' --format csv

Kind is event, sequence or sample for a rule in EQL, "wrong" where its query can't be read, and otherwise the type or
language that keeps it from running: kuery, esql, threshold, new_terms, machine_learning, …`;

/** \`stemma rules list\`: what there is, a line each. */
export function addRulesList(rules: Command): void {
  rules
    .command('list')
    .summary('list rules: kind, severity, ATT&CK, name')
    .description('List the rules of files, folders and globs, or those that come with Stemma.')
    .argument('[paths...]', 'rule files, folders, globs, or names of shipped rules (default: all shipped)')
    .addOption(choice('-f, --format <format>', 'how the list is written', Object.keys(ROW_WRITERS), 'table'))
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const survey = await surveyRules(paths.length > 0 ? paths : [SHIPPED_FOLDER]);
      const all = [...survey.rules, ...survey.unsupported].sort(byLabel);
      if (all.length === 0) throw nothingToList(survey);
      await writeOutput(
        undefined,
        writeListing(options.format, COLUMNS, all, terminalOf(process.stdout, options.color)),
      );
      if (!options.quiet) process.stderr.write(summary(survey));
    });
}

function nothingToList({ broken, noRules }: RuleSurvey): InputError {
  const [first, ...others] = [...broken, ...noRules];
  return first !== undefined && others.length === 0
    ? first.error
    : new InputError(`none of ${number(others.length + 1)} files is a rule`, {
        remedy: '`stemma rules check` says why of each.',
      });
}

function summary(survey: RuleSurvey): string {
  const { rules, unsupported, broken, noRules } = survey;
  const others =
    unsupported.length === 0 ? '' : `, ${number(unsupported.length)} not (${tallyKinds(survey)})`;
  const files = broken.length + noRules.length;
  const left = files === 0 ? '' : `; left out: ${counted(files, 'file')}, \`stemma rules check\` says why`;
  return `${counted(rules.length + unsupported.length, 'rule')}: ${number(rules.length)} in EQL${others}${left}\n`;
}
