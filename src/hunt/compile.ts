import type { AnyChecked } from '../eql/check.ts';
import type { Rule } from '../model/rule.ts';
import { checkRule } from '../rules/check-rule.ts';

/** A rule that is ready to run; `query.kind` tells whether it is true of single events, of sequences or of samples. */
export type CompiledRule = AnyChecked & { readonly rule: Rule };

/**
 * Parses and checks a rule's query.
 * @throws InputError with line, column and a caret where it can't run.
 */
export function compileRule(rule: Rule): CompiledRule {
  return { rule, ...checkRule(rule) };
}
