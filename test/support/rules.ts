import { type CompiledRule, compileRule } from '../../src/hunt/compile.ts';
import { findRules } from '../../src/rules/find-rules.ts';

/** The shipped rule *Unusual Parent-Child Relationship* in one of its versions. */
export async function shippedRule(version: 314 | 323): Promise<CompiledRule> {
  const { rules } = await findRules([`unusual_parentchild_relationship@${version}`]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(`no shipped rule of version ${version}`);
  return compileRule(rule);
}
