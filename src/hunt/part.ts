import type { EventQuery } from '../eql/ast.ts';
import type { FieldPath } from '../model/field.ts';
import type { EventRow } from '../store/event-rows.ts';

/** A query of single events that is put to the events of a case beside others. */
export interface Part {
  readonly query: EventQuery;
  /** What the predicate reads, and whatever `found` reads. */
  readonly fields: readonly FieldPath[];
  /** Called for every event of which the query is true, in no order. */
  readonly found: (row: EventRow) => unknown;
  /** What looking for them took. */
  readonly cost?: PartCost | undefined;
}

/** What a part took, added up while it is put to events. */
export interface PartCost {
  /** Events that were put to the predicate. */
  candidates: number;
  milliseconds: number;
}
