import type { EventQuery } from '../eql/ast.ts';
import { checkQuery } from '../eql/check.ts';
import { firedClause } from '../eql/clause.ts';
import { parseQuery } from '../eql/parser.ts';
import { compilePossible, compilePredicate } from '../eql/predicate.ts';
import { compilePrefilter } from '../eql/sql.ts';
import type { FieldName } from '../model/field.ts';
import type { Rule } from '../model/rule.ts';
import type { Database } from '../store/database.ts';
import { type EventRow, type EventScope, type NamePair, namePairs, readEvents } from '../store/event-rows.ts';
import { eventColumn } from '../store/schema.ts';

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

/** Above this many events, SQL narrows further before any leave the database. */
const WORTH_PREFILTER = 20_000;

const count = (pairs: readonly NamePair[]): number => pairs.reduce((sum, { events }) => sum + events, 0);

async function candidates(
  database: Database,
  compiled: CompiledRule,
  scope: EventScope,
): Promise<AsyncIterable<EventRow>> {
  const prefilter = compilePrefilter(compiled.query, eventColumn);
  if (!compiled.fields.some((field) => field in NAMES))
    return readEvents(database, prefilter, compiled.fields, scope);
  const possible = compilePossible(compiled.query, new Set(Object.keys(NAMES)));
  const all = await namePairs(database);
  const kept = all.filter((pair) =>
    possible((field) => {
      const name = NAMES[field]?.(pair) ?? null;
      return name === null ? [] : [name];
    }),
  );
  if (count(kept) > count(all) * WORTH_NARROWING)
    return readEvents(database, prefilter, compiled.fields, scope);
  const where = count(kept) > WORTH_PREFILTER ? prefilter : 'true';
  return readEvents(database, where, compiled.fields, scope, kept);
}

/**
 * Finds every record in scope of which the rule is true. SQL narrows to candidates, a superset; the compiled predicate
 * decides. With `exhaustive`, every event is put before the predicate instead: slower, and the same result.
 */
export async function findHits(
  database: Database,
  compiled: CompiledRule,
  scope: EventScope = {},
  exhaustive = false,
): Promise<Hit[]> {
  const rows = exhaustive
    ? readEvents(database, 'true', compiled.fields, scope)
    : await candidates(database, compiled, scope);
  const matches = compilePredicate(compiled.query);
  const clauseOf = firedClause(compiled.query);
  const hits: Hit[] = [];
  for await (const row of rows)
    if (matches(row.read)) hits.push({ event: row.event, rid: row.rid, clause: clauseOf(row.read) });
  return hits.sort((a, b) => a.event - b.event);
}
