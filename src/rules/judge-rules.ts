import type { AnyChecked } from '../eql/check.ts';
import { EqlError } from '../eql/source-error.ts';
import type { InputError } from '../model/errors.ts';
import type { FieldPath } from '../model/field.ts';
import type { Presence } from '../model/presence.ts';
import type { Rule, UnsupportedRule } from '../model/rule.ts';
import { type Gaps, gapsOf, tryRule } from './check-rule.ts';
import type { RefusedFile, RuleSurvey } from './survey-rules.ts';

/** What can be said of a rule file, the best first. `runs, but` is a rule with gaps. */
export const VERDICTS = ['runs', 'runs, but', 'not supported', 'no rule', 'wrong'] as const;

/** What is said of one rule file. */
export interface Judgement {
  readonly verdict: (typeof VERDICTS)[number];
  readonly path: string;
  /** Undefined where the file could not be read as one. */
  readonly rule?: Rule | UnsupportedRule;
  readonly checked?: AnyChecked;
  readonly gaps?: Gaps;
  /** Why it is wrong, or no rule. */
  readonly error?: InputError;
}

/**
 * Judges everything that was found. Given `present`, which is asked once for all fields that the rules read, it also says
 * which of them the events of a case never have.
 */
export async function judgeRules(
  survey: RuleSurvey,
  present?: (fields: readonly FieldPath[]) => Promise<Presence>,
): Promise<Judgement[]> {
  const tried = survey.rules.map((rule) => ({ rule, result: tryRule(rule) }));
  const fields = new Set(tried.flatMap(({ result }) => (result instanceof EqlError ? [] : result.fields)));
  const presence = await present?.([...fields]);
  const rules = tried.map(({ rule, result }): Judgement => {
    const { path } = rule;
    if (result instanceof EqlError) return { verdict: 'wrong', path, rule, error: result };
    const gaps = gapsOf(result, presence);
    const whole = Object.values(gaps).every((names: readonly string[]) => names.length === 0);
    return { verdict: whole ? 'runs' : 'runs, but', path, rule, checked: result, gaps };
  });
  const refused = (verdict: Judgement['verdict'], files: readonly RefusedFile[]): Judgement[] =>
    files.map(({ path, error }) => ({ verdict, path, error }));
  return [
    ...rules,
    ...survey.unsupported.map((rule): Judgement => ({ verdict: 'not supported', path: rule.path, rule })),
    ...refused('no rule', survey.noRules),
    ...refused('wrong', survey.broken),
  ];
}
