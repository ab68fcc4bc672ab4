import { type CompiledRule, compileRule } from '../hunt/compile.ts';
import { InputError } from '../model/errors.ts';
import { visible } from '../model/text.ts';
import { findRules } from '../rules/find-rules.ts';
import { DEFAULT_RULE } from '../rules/shipped-rules.ts';

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/**
 * The rules that names lead to, ready to run. What a folder or a glob holds beside them is told on standard error.
 * @throws InputError for a rule named by itself that can't run, and where no rule is left.
 */
export async function compileRules(
  names: readonly string[] = [DEFAULT_RULE],
  quiet = false,
): Promise<CompiledRule[]> {
  const warn = (text: string): void => {
    if (!quiet) process.stderr.write(`stemma: ${visible(text)}\n`);
  };
  const { rules, named, skipped } = await findRules(names);
  for (const file of skipped) warn(`${file.path}: not run: ${firstLine(file.reason)}`);
  const compiled: CompiledRule[] = [];
  for (const rule of rules) {
    try {
      compiled.push(compileRule(rule));
    } catch (error) {
      if (!(error instanceof InputError) || named.has(rule)) throw error;
      warn(`${rule.path}: not run: ${firstLine(error.message)}`);
    }
  }
  for (const { rule, warnings } of compiled)
    for (const warning of warnings) warn(`${rule.shortName}: ${warning}`);
  if (compiled.length === 0)
    throw new InputError('no rule is left to run', {
      remedy: 'Give --rules an EQL rule that `stemma` can run.',
    });
  return compiled;
}
