import { InputError } from '../model/errors.ts';
import type { UnsupportedRule } from '../model/rule.ts';
import { type RuleSurvey, surveyRules } from './survey-rules.ts';

/**
 * As `surveyRules`, for rules that are to run: what a folder or a glob holds beside EQL rules comes back in
 * `unsupported`, `broken` and `noRules`; what is named by itself must be an EQL rule.
 * @throws InputError for a name that leads nowhere, and for a file named by itself that is no EQL rule
 */
export async function findRules(names: readonly string[]): Promise<RuleSurvey> {
  const survey = await surveyRules(names);
  const refused = [...survey.broken, ...survey.noRules].find(({ path }) => survey.named.has(path));
  if (refused !== undefined) throw refused.error;
  const unsupported = survey.unsupported.find(({ path }) => survey.named.has(path));
  if (unsupported !== undefined) throw notEql(unsupported);
  return survey;
}

function notEql({ path, kind, reason }: UnsupportedRule): InputError {
  return new InputError(`${path} is a rule in "${kind}"; only EQL rules run on a process tree: ${reason}.`, {
    place: path,
    remedy: 'Name a rule with `language = "eql"`.',
  });
}
