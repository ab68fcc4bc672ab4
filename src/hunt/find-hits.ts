import type { EventQuery } from '../eql/ast.ts';
import { checkQuery } from '../eql/check.ts';
import { firedClause } from '../eql/clause.ts';
import { parseQuery } from '../eql/parser.ts';
import { compilePossible, compilePredicate } from '../eql/predicate.ts';
import { compilePrefilter } from '../eql/sql.ts';
import type { FieldName } from '../model/field.ts';
import type { Rule } from '../model/rule.ts';
import type { Cell, Database } from '../store/database.ts';
import {
  type Combination,
  column,
  combine,
  type EventRow,
  type EventScope,
  readEvents,
} from '../store/event-rows.ts';

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

/** Fields with few distinct values, on which a rule is decided once for each combination instead of for each event. */
const NARROWING: readonly FieldName[] = ['process.name', 'process.parent.name'];

/** Above this share of the events, narrowing saves nothing. */
const WORTH_NARROWING = 0.5;

/** Above this many events, SQL narrows further before any leave the database. */
const WORTH_PREFILTER = 20_000;

async function candidates(
  database: Database,
  compiled: CompiledRule,
  scope: EventScope,
): Promise<EventRow[]> {
  const prefilter = compilePrefilter(compiled.query, column);
  const fields = NARROWING.filter((field) => compiled.fields.includes(field));
  if (fields.length === 0) return readEvents(database, prefilter, compiled.fields, scope);
  const possible = compilePossible(compiled.query, new Set(fields));
  const all = await combine(database, fields, scope);
  const kept = all.filter(({ values }) => possible((field) => present(values[field] ?? null)));
  const count = (combinations: readonly Combination[]): number =>
    combinations.reduce((sum, { events }) => sum + events, 0);
  if (count(kept) > count(all) * WORTH_NARROWING)
    return readEvents(database, prefilter, compiled.fields, scope);
  if (kept.length === 0) return [];
  const where = count(kept) > WORTH_PREFILTER ? prefilter : 'true';
  return readEvents(database, where, compiled.fields, scope, kept);
}

const present = (cell: Cell): (string | number | boolean)[] =>
  cell === null || Array.isArray(cell) ? [] : [cell];

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
    ? await readEvents(database, 'true', compiled.fields, scope)
    : await candidates(database, compiled, scope);
  const matches = compilePredicate(compiled.query);
  const clauseOf = firedClause(compiled.query);
  return rows
    .filter((row: EventRow) => matches(row.read))
    .map((row) => ({ event: row.event, rid: row.rid, clause: clauseOf(row.read) }));
}
