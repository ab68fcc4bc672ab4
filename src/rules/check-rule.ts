import type { Query } from '../eql/ast.ts';
import { type AnyChecked, checkAnyQuery } from '../eql/check.ts';
import { parseQuery } from '../eql/parser.ts';
import { EqlError } from '../eql/source-error.ts';
import type { Presence } from '../model/presence.ts';
import type { Rule } from '../model/rule.ts';

/** What keeps a rule that runs from finding what its author meant; all empty where nothing does. */
export interface Gaps {
  /** Fields outside the catalogue: always missing. */
  readonly unknown: readonly string[];
  /** Fields that no event of the case has. */
  readonly absent: readonly string[];
  /** Event categories of which the case has no event. */
  readonly categories: readonly string[];
}

/**
 * Parses and checks a rule's query, of whatever kind it is.
 * @throws EqlError where it can't run
 */
export function checkRule(rule: Rule): AnyChecked {
  return checkAnyQuery(parseQuery(rule.query, `${rule.shortName} (${rule.path})`));
}

/** As `checkRule`, with the error returned. */
export function tryRule(rule: Rule): AnyChecked | EqlError {
  try {
    return checkRule(rule);
  } catch (error) {
    if (error instanceof EqlError) return error;
    throw error;
  }
}

/** What a checked rule misses; without a case only the fields that nothing can have. */
export function gapsOf({ query, fields, unknown }: AnyChecked, present?: Presence): Gaps {
  return {
    unknown,
    absent: present === undefined ? [] : fields.filter((field) => !present.fields.has(field)),
    categories:
      present === undefined ? [] : categoriesOf(query).filter((each) => !present.categories.has(each)),
  };
}

/** The categories of the events that a query needs one of each of. */
function categoriesOf(query: Query): readonly string[] {
  const needed = query.kind === 'event' ? [query] : query.terms.filter(({ missing }) => !missing);
  return [...new Set(needed.flatMap(({ category }) => category ?? []))];
}
