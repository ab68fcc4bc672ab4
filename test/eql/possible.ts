import type { EventQuery } from '../../src/eql/ast.ts';
import type { FieldReader } from '../../src/eql/predicate.ts';
import { compileRestFilter } from '../../src/eql/sql.ts';

/** Whether a query may be true for an event of which only the `known` fields are read. */
export function compilePossible(
  query: EventQuery,
  known: ReadonlySet<string>,
): (read: FieldReader) => boolean {
  const rest = compileRestFilter(query, known);
  return (read) => rest(read, (field) => `"${field}"`).filter !== 'FALSE';
}
