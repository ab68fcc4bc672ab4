import type { EventQuery, Lineage, Query } from '../eql/ast.ts';
import { lineageQueries } from '../eql/lineage.ts';
import { treeOracle } from '../eql/tree-oracle.ts';
import type { FieldReader } from '../eql/value.ts';
import type { FieldPath } from '../model/field.ts';
import type { Database } from '../store/database.ts';
import type { EventRow } from '../store/event-rows.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { processStarts } from '../store/processes.ts';
import type { Part } from './part.ts';
import { scan } from './scan.ts';
import type { TreeQuestions } from './tree-questions.ts';

/** A query and the fields that it reads, those of its lineage conditions included. */
interface Asked {
  readonly query: Query;
  readonly fields: readonly FieldPath[];
}

/**
 * Answers the lineage conditions of rules over the whole case, whatever the scope: finds which processes had an event
 * that matches each query in brackets, and when first, innermost brackets first and those of one depth together.
 * Undefined where no rule has such a condition.
 */
export async function askTree(
  database: Database,
  rules: readonly Asked[],
  exhaustive: boolean | undefined,
): Promise<TreeQuestions | undefined> {
  const conditions = rules.flatMap(({ query, fields }) =>
    lineageQueries(query).map((condition) => ({ ...condition, fields })),
  );
  if (conditions.length === 0) return undefined;
  const parentOf = await loadParentIndex(database);
  const starts = await processStarts(database, parentOf.length);
  const placed = new WeakMap<FieldReader, { process: number; time: number }>();
  const marks = new Map<Lineage, Map<number, number>>();
  const tree: TreeQuestions = {
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
  const depths = conditions.map(({ query }) => depthOf(query));
  for (let depth = 0; depths.includes(depth); depth += 1) {
    const parts = conditions
      .filter((_, index) => depths[index] === depth)
      .map(({ leaf, query, fields }): Part => {
        const first = new Map<number, number>();
        marks.set(leaf, first);
        return { query, fields, found: (row) => mark(first, row) };
      });
    await scan(database, parts, { exhaustive, tree });
  }
  return tree;
}

function mark(first: Map<number, number>, { rid, time }: EventRow): void {
  if (rid === null) return;
  first.set(rid, Math.min(first.get(rid) ?? Number.POSITIVE_INFINITY, time ?? Number.NEGATIVE_INFINITY));
}

/** How deep brackets stand within the brackets of a query. */
const depthOf = (query: EventQuery): number =>
  Math.max(0, ...lineageQueries(query).map((inner) => 1 + depthOf(inner.query)));
