import type { EventQuery, Expression, Lineage, Query } from './ast.ts';
import { walk } from './children.ts';
import type { FieldReader } from './value.ts';

/**
 * Says whether a lineage condition holds for the event that `read` reads, the very reader that the predicate was asked
 * with. `leaf` is one of the nodes that `lineageQueries` lists.
 */
export type LineageOracle = (leaf: Lineage, read: FieldReader) => boolean;

/** A lineage condition and the query in its brackets. */
export interface LineageQuery {
  readonly leaf: Lineage;
  readonly query: EventQuery;
}

/**
 * The lineage conditions of a query, those within another's brackets before it: when the events of one are asked for,
 * an oracle knows all that its query contains.
 */
export function lineageQueries(query: Query): readonly LineageQuery[] {
  return conditionsOf(query)
    .flatMap((condition) => [...walk(condition)].reverse())
    .filter((node) => node.kind === 'lineage')
    .map((leaf) => ({ leaf, query: partQuery(leaf, query) }));
}

/** The conditions of a query, one a term. */
export function conditionsOf(query: Query): readonly Expression[] {
  if (query.kind === 'event') return [query.where];
  const until = query.kind === 'sequence' && query.until !== null ? [query.until] : [];
  return [...query.terms, ...until].map(({ where }) => where);
}

/** A term of a sequence, or what stands in the brackets of a lineage condition, as a query of its own. */
export function partQuery(
  { category, where, span }: Pick<EventQuery, 'category' | 'where' | 'span'>,
  { text, origin }: Query,
): EventQuery {
  return {
    kind: 'event',
    category,
    where,
    pipes: [],
    span,
    text,
    ...(origin === undefined ? {} : { origin }),
  };
}
