import { type AnyChecked, checkAnyQuery } from '../eql/check.ts';
import { parseQuery } from '../eql/parser.ts';
import type { Rule } from '../model/rule.ts';

/** A rule that is ready to run; `query.kind` tells whether it is true of single events, of sequences or of samples. */
export type CompiledRule = AnyChecked & { readonly rule: Rule };

/**
 * Parses and checks a rule's query.
 * @throws InputError with line, column and a caret where it can't run.
 */
export function compileRule(rule: Rule): CompiledRule {
  return { rule, ...checkAnyQuery(parseQuery(rule.query, `${rule.shortName} (${rule.path})`)) };
}
