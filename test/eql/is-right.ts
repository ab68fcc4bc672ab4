import type { EventQuery } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { EqlError } from '../../src/eql/source-error.ts';

/** Whether the check passes a query that was made at random. */
export function isRight(query: EventQuery): boolean {
  try {
    checkAnyQuery(query);
    return true;
  } catch (error) {
    if (error instanceof EqlError) return false;
    throw error;
  }
}
