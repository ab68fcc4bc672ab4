import { EqlError } from '../../eql/source-error.ts';
import type { RefusedFile, RuleSurvey } from '../../rules/survey-rules.ts';
import { counted, number, tally } from './counted.ts';

/** Wrong rule files that are told one by one, at most. */
const TOLD = 5;

/** What is wrong with a file in one line, with line and column where they are known; the path stands beside it. */
export function faultOf({ path, error }: RefusedFile): string {
  if (error instanceof EqlError) return `query ${error.line}:${error.column}: ${error.reason}`;
  const place = error.place?.startsWith(`${path}:`) === true ? `${error.place.slice(path.length + 1)}: ` : '';
  return `${place}${(error.message.split('\n', 1)[0] ?? '').replace(`${path} `, '')}`;
}

/** How many rules are of each kind that can't run. */
export function tallyKinds({ unsupported }: Pick<RuleSurvey, 'unsupported'>): string {
  const counts = new Map<string, number>();
  for (const { kind } of unsupported) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return tally(Object.fromEntries(counts));
}

/** What a folder or a glob holds beside rules that run: a line each for a few wrong files, one for all the rest. */
export function printNotRun(survey: Pick<RuleSurvey, 'unsupported' | 'broken' | 'noRules'>): string[] {
  const { unsupported, broken, noRules } = survey;
  const more = broken.length - TOLD;
  const rest = [
    ...(unsupported.length > 0
      ? [`${counted(unsupported.length, 'rule')} not in EQL (${tallyKinds(survey)})`]
      : []),
    ...(more > 0 ? [`${number(more)} more that ${more === 1 ? 'is' : 'are'} wrong`] : []),
    ...(noRules.length > 0
      ? [`${counted(noRules.length, 'file')} that ${noRules.length === 1 ? 'is no rule' : 'are no rules'}`]
      : []),
  ];
  return [
    ...broken.slice(0, TOLD).map((file) => `${file.path}: not run: ${faultOf(file)}`),
    ...(rest.length > 0 ? [`not run: ${rest.join(', ')}; \`stemma rules check\` says more`] : []),
  ];
}
