import type { EventQuery, Lineage } from '../eql/ast.ts';
import { type LineageOracle, lineageQueries } from '../eql/lineage.ts';
import { treeOracle } from '../eql/tree-oracle.ts';
import type { FieldReader } from '../eql/value.ts';
import type { Database } from '../store/database.ts';
import type { EventRow } from '../store/event-rows.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { processStarts } from '../store/processes.ts';

/** Finds the events of which a query is true, given an oracle for the lineage conditions in it. */
export type Matcher = (query: EventQuery, tree: TreeQuestions) => AsyncIterable<EventRow>;

/** What the tree answers for one rule. */
export interface TreeQuestions {
  readonly lineage: LineageOracle;
  /** Has to be told of each event before its reader is put to the predicate. */
  readonly place: (row: EventRow) => void;
}

/**
 * Answers a rule's lineage conditions over the whole case: finds which processes had an event that matches each query in
 * brackets, and when first, innermost brackets first. Undefined where the rule has no such condition.
 */
export async function askTree(
  database: Database,
  query: EventQuery,
  matching: Matcher,
): Promise<TreeQuestions | undefined> {
  const conditions = lineageQueries(query);
  if (conditions.length === 0) return undefined;
  const parentOf = await loadParentIndex(database);
  const starts = await processStarts(database, parentOf.length);
  const placed = new WeakMap<FieldReader, { process: number; time: number }>();
  const marks = new Map<Lineage, Map<number, number>>();
  const questions: TreeQuestions = {
    lineage: treeOracle(
      {
        locate: (read) => placed.get(read),
        parentOf: (rid) => {
          const parent = parentOf[rid] ?? -1;
          return parent < 0 ? undefined : parent;
        },
        startOf: (rid) => starts[rid] as number,
      },
      marks,
    ),
    place: ({ read, rid, time }) => {
      if (rid !== null) placed.set(read, { process: rid, time: time ?? Number.POSITIVE_INFINITY });
    },
  };
  for (const { leaf, query: bracketed } of conditions) {
    const first = new Map<number, number>();
    for await (const { rid, time } of matching(bracketed, questions)) {
      if (rid === null) continue;
      first.set(rid, Math.min(first.get(rid) ?? Number.POSITIVE_INFINITY, time ?? Number.NEGATIVE_INFINITY));
    }
    marks.set(leaf, first);
  }
  return questions;
}
