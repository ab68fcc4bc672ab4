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
  type Combinations,
  column,
  distinctValues,
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

/** Above this share of combinations kept, narrowing saves nothing. */
const WORTH_NARROWING = 0.5;

async function narrow(database: Database, compiled: CompiledRule): Promise<Combinations | undefined> {
  const fields = NARROWING.filter((field) => compiled.fields.includes(field));
  if (fields.length === 0) return undefined;
  const possible = compilePossible(compiled.query, new Set(fields));
  const all = await distinctValues(database, fields);
  const rows = all.filter((row) => possible((field) => present(row[field] ?? null)));
  return rows.length > all.length * WORTH_NARROWING ? undefined : { fields, rows };
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
  const candidates = exhaustive
    ? await readEvents(database, 'true', compiled.fields, scope)
    : await readEvents(
        database,
        compilePrefilter(compiled.query, column),
        compiled.fields,
        scope,
        await narrow(database, compiled),
      );
  const matches = compilePredicate(compiled.query);
  const clauseOf = firedClause(compiled.query);
  return candidates
    .filter((row: EventRow) => matches(row.read))
    .map((row) => ({ event: row.event, rid: row.rid, clause: clauseOf(row.read) }));
}
