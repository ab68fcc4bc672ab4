import type { Command } from 'commander';
import type { InputError } from '../../../model/errors.ts';
import { safeJson } from '../../../model/text.ts';
import { surveyRules } from '../../../rules/survey-rules.ts';
import { writeOutput } from '../../output.ts';
import { byLabel } from '../../print/rule-facts.ts';
import { describeRule, printRule } from '../../print/rule-text.ts';
import { terminalOf } from '../../print/terminal.ts';
import { choice, type GlobalOptions } from '../../shared-options.ts';

interface ShowOptions extends GlobalOptions {
  readonly format: 'text' | 'json';
}

const EXAMPLES = `
Examples:
  stemma rules show unusual_parentchild_relationship
  stemma rules show unusual_parentchild_relationship@323 my-rules/psexec.toml
  stemma rules show my-query.eql --format json`;

/** \`stemma rules show\`: rules whole. */
export function addRulesShow(rules: Command): void {
  rules
    .command('show')
    .summary('show a rule whole: metadata, query, clauses, the fields it reads')
    .description(
      'Show rules whole: metadata, description, ATT&CK, the query as it is written, its clauses, the fields it reads, and what Stemma ignores in the file.',
    )
    .argument('<rules...>', 'names of shipped rules, rule files, folders or globs')
    .addOption(choice('-f, --format <format>', 'how it is written', ['text', 'json'], 'text'))
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      const { rules: found, unsupported, broken, noRules } = await surveyRules(names);
      const shown = [...found, ...unsupported].sort(byLabel).map(describeRule);
      const terminal = terminalOf(process.stdout, options.color);
      if (shown.length > 0)
        await writeOutput(
          undefined,
          options.format === 'json'
            ? [
                `${safeJson(
                  shown.map(({ facts }) => facts),
                  2,
                )}\n`,
              ]
            : shown.map((each) => printRule(terminal, each)),
        );
      const [wrong]: InputError[] = [
        ...[...broken, ...noRules].map(({ error }) => error),
        ...shown.flatMap(({ error }) => error ?? []),
      ];
      if (wrong !== undefined) throw wrong;
    });
}
