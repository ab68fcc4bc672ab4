import type { LineageOracle } from '../eql/lineage.ts';
import type { EventRow } from '../store/event-rows.ts';

/** What the tree answers for rules. */
export interface TreeQuestions {
  readonly lineage: LineageOracle;
  /** Has to be told of each event before its reader is put to a predicate. */
  readonly place: (row: EventRow) => void;
}
