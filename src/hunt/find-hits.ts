import type { EventQuery } from '../eql/ast.ts';
import { checkQuery } from '../eql/check.ts';
import { firedClause } from '../eql/clause.ts';
import { parseQuery } from '../eql/parser.ts';
import { compilePossible, compilePredicate } from '../eql/predicate.ts';
import { compilePrefilter } from '../eql/sql.ts';
import type { FieldName } from '../model/field.ts';
import type { Rule } from '../model/rule.ts';
import type { Database } from '../store/database.ts';
import {
  countEvents,
  type EventRow,
  type EventScope,
  FEW_EVENTS,
  type NamePair,
  namePairs,
  readEvents,
} from '../store/event-rows.ts';
import { eventColumn } from '../store/schema.ts';
import { askTree, type TreeQuestions } from './lineage-conditions.ts';

/** A rule that is ready to run. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly query: EventQuery;
  readonly fields: readonly FieldName[];
  readonly warnings: readonly string[];
}

/** One record of which a rule is true, with the branch of the rule that is. */
export interface Hit {
  readonly event: number;
  readonly rid: number | null;
  readonly clause: string;
}

/**
 * Parses and checks a rule's query.
 * @throws InputError with line, column and a caret where it can't run.
 */
export function compileRule(rule: Rule): CompiledRule {
  return { rule, ...checkQuery(parseQuery(rule.query, `${rule.shortName} (${rule.path})`)) };
}

/** Fields on which a rule is decided once for each pair of their values instead of for each event. */
const NAMES: Partial<Record<string, (pair: NamePair) => string | null>> = {
  'process.name': (pair) => pair.name,
  'process.parent.name': (pair) => pair.parent_name,
};

/** Above this share of the events, narrowing by names saves nothing. */
const WORTH_NARROWING = 0.5;

/** The events in scope that SQL cannot rule out: a superset of those of which the query is true. */
async function candidates(
  database: Database,
  query: EventQuery,
  fields: readonly FieldName[],
  scope: EventScope,
): Promise<AsyncIterable<EventRow>> {
  const prefilter = (): string => compilePrefilter(query, eventColumn);
  if (!fields.some((field) => field in NAMES)) return readEvents(database, prefilter(), fields, scope);
  const possible = compilePossible(query, new Set(Object.keys(NAMES)));
  const all = await namePairs(database);
  const kept = all.filter((pair) =>
    possible((field) => {
      const name = NAMES[field]?.(pair) ?? null;
      return name === null ? [] : [name];
    }),
  );
  if (countEvents(kept) > countEvents(all) * WORTH_NARROWING)
    return readEvents(database, prefilter(), fields, scope);
  const where = countEvents(kept) > FEW_EVENTS ? prefilter() : 'true';
  return readEvents(database, where, fields, scope, kept);
}

/**
 * Finds every record in scope of which the rule is true. SQL narrows to candidates, a superset; the compiled predicate
 * decides. With `exhaustive`, every event is put before the predicate instead: slower, and the same result. Lineage
 * conditions are answered over the tree of the whole case, whatever the scope.
 */
export async function findHits(
  database: Database,
  { query, fields }: CompiledRule,
  scope: EventScope = {},
  exhaustive = false,
): Promise<Hit[]> {
  async function* matching(
    part: EventQuery,
    tree: TreeQuestions | undefined,
    within: EventScope,
  ): AsyncGenerator<EventRow> {
    const matches = compilePredicate(part, tree);
    const rows = exhaustive
      ? readEvents(database, 'true', fields, within)
      : await candidates(database, part, fields, within);
    for await (const row of rows) {
      tree?.place(row);
      if (matches(row.read)) yield row;
    }
  }
  const tree = await askTree(database, query, (part, questions) => matching(part, questions, {}));
  const clauseOf = firedClause(query, tree);
  const hits: Hit[] = [];
  for await (const { event, rid, read } of matching(query, tree, scope))
    hits.push({ event, rid, clause: clauseOf(read) });
  return hits.sort((a, b) => a.event - b.event);
}
