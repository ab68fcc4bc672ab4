import type { EventQuery } from './ast.ts';
import type { LineageOracle } from './lineage.ts';
import { lowerQuery } from './lower.ts';
import { Layout } from './row.ts';
import { compileTruth } from './truth.ts';
import type { FieldReader } from './value.ts';

export type { FieldReader, Value } from './value.ts';

/**
 * The exact predicate of a query, the test of its category (a value of `event.category`) included. The reader is asked
 * at most once a field and event; `lineage` is asked for every lineage condition, and has to be given where there is
 * one. Throws EqlError for a query that `checkAnyQuery` refuses. Pipes are not applied, see `applyPipes`.
 */
export function compilePredicate(
  query: EventQuery,
  tree: { readonly lineage?: LineageOracle } = {},
): (read: FieldReader) => boolean {
  const layout = new Layout();
  const test = compileTruth(lowerQuery(query), layout, tree.lineage);
  return (read) => test(layout.open(read));
}
