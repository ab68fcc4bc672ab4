import { type CompiledRule, compileRule } from '../hunt/compile.ts';
import { InputError } from '../model/errors.ts';
import { visible } from '../model/text.ts';
import { findRules } from '../rules/find-rules.ts';
import { DEFAULT_RULE } from '../rules/shipped-rules.ts';
import type { RuleSurvey } from '../rules/survey-rules.ts';
import { printNotRun } from './print/not-run.ts';

/** Warnings about rules that nobody named one by one, up to which each is told. */
const TOLD_WARNINGS = 5;

/**
 * The rules that names lead to, ready to run. What a folder or a glob holds beside them is told on standard error.
 * @throws InputError for a rule named by itself that can't run, and where no rule is left.
 */
export async function compileRules(
  names: readonly string[] = [DEFAULT_RULE],
  quiet = false,
): Promise<CompiledRule[]> {
  const survey = await findRules(names);
  const broken = [...survey.broken];
  const compiled: CompiledRule[] = [];
  for (const rule of survey.rules) {
    try {
      compiled.push(compileRule(rule));
    } catch (error) {
      if (!(error instanceof InputError) || survey.named.has(rule.path)) throw error;
      broken.push({ path: rule.path, error });
    }
  }
  const lines = [...printNotRun({ ...survey, broken }), ...warningLines(compiled, survey)];
  if (!quiet) for (const line of lines) process.stderr.write(`stemma: ${visible(line)}\n`);
  if (compiled.length === 0)
    throw new InputError('no rule is left to run', {
      remedy: 'Give --rules an EQL rule that `stemma` can run; `stemma rules check` says which can.',
    });
  return compiled;
}

function warningLines(compiled: readonly CompiledRule[], { named }: RuleSurvey): string[] {
  const warned = compiled.filter(({ warnings }) => warnings.length > 0);
  const swept = warned.filter(({ rule }) => !named.has(rule.path));
  const told = swept.length > TOLD_WARNINGS ? warned.filter((each) => !swept.includes(each)) : warned;
  return [
    ...told.flatMap(({ rule, warnings }) => warnings.map((warning) => `${rule.shortName}: ${warning}`)),
    ...(told.length < warned.length
      ? [
          `${swept.length} rules read fields that are unknown and so always missing; \`stemma rules check\` says which`,
        ]
      : []),
  ];
}
