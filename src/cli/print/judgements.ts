import { relative } from 'node:path';
import { isUnsupported } from '../../model/rule.ts';
import { type Judgement, VERDICTS } from '../../rules/judge-rules.ts';
import type { RuleSurvey } from '../../rules/survey-rules.ts';
import { counted, number } from './counted.ts';
import type { Column } from './listing.ts';
import { faultOf, tallyKinds } from './not-run.ts';
import { ruleLabel } from './rule-facts.ts';

/** Names that one gap lists in the table, at most. */
const NAMED = 4;

const label = ({ rule, path }: Judgement): string => (rule === undefined ? shortPath(path) : ruleLabel(rule));

/** A path as seen from here, unless it leads up. */
function shortPath(path: string): string {
  const short = relative('.', path);
  return short.startsWith('..') ? path : short;
}

const kind = ({ rule, checked }: Judgement): string | null =>
  checked?.query.kind ?? (rule !== undefined && isUnsupported(rule) ? rule.kind : null);

/** What is said of each rule; the table has the detail in one column. */
export const JUDGEMENT_COLUMNS: readonly Column<Judgement>[] = [
  { key: 'verdict', head: 'verdict', value: ({ verdict }) => verdict },
  { key: 'kind', head: 'kind', value: kind },
  { key: 'rule', head: 'rule', value: label },
  { key: 'detail', head: 'detail', value: detail },
  { key: 'unknown_fields', value: ({ gaps }) => gaps?.unknown ?? [] },
  { key: 'absent_fields', value: ({ gaps }) => gaps?.absent ?? [] },
  { key: 'absent_categories', value: ({ gaps }) => gaps?.categories ?? [] },
  { key: 'id', value: ({ rule }) => rule?.id ?? null },
  { key: 'path', value: ({ path }) => path },
];

function detail({ rule, gaps, error, path }: Judgement): string {
  return [
    ...(error === undefined ? [] : [faultOf({ path, error })]),
    ...(rule !== undefined && isUnsupported(rule) ? [rule.reason] : []),
    ...named('no event of category', gaps?.categories),
    ...named('absent from this case:', gaps?.absent),
    ...named('always missing:', gaps?.unknown),
    ...(rule?.notes ?? []),
  ].join('; ');
}

function named(what: string, names: readonly string[] = []): string[] {
  if (names.length === 0) return [];
  const more = names.length - NAMED;
  return [`${what} ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

/** By verdict, so that what is wrong stands last and so nearest to the totals, then by name. */
export function inOrder(judgements: readonly Judgement[]): Judgement[] {
  const rank = ({ verdict }: Judgement): number => VERDICTS.indexOf(verdict);
  const name = (judgement: Judgement): string => `${label(judgement)} ${judgement.path}`;
  return [...judgements].sort((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : 1));
}

/** How many have which verdict. */
export function printTotals(survey: RuleSurvey, judgements: readonly Judgement[]): string {
  const counts = VERDICTS.flatMap((verdict) => {
    const count = judgements.filter((each) => each.verdict === verdict).length;
    const kinds = verdict === 'not supported' ? ` (${tallyKinds(survey)})` : '';
    return count === 0 ? [] : [`${verdict.replace(',', '')}: ${number(count)}${kinds}`];
  });
  return `${counted(judgements.length, 'rule file')}: ${counts.join('; ')}\n`;
}
