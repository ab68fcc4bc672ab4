import { compilePredicate } from '../eql/predicate.ts';
import type { Database } from '../store/database.ts';
import { type EventRow, type EventScope, readEvents } from '../store/event-rows.ts';
import { readProfiles } from '../store/profiles.ts';
import { EVENT_TABLES, type EventTable } from '../store/schema.ts';
import { type Clause, clausesOf } from './narrow.ts';
import type { Part } from './part.ts';
import type { TreeQuestions } from './tree-questions.ts';

/** How a scan runs. */
export interface ScanOptions extends EventScope {
  readonly tree?: TreeQuestions | undefined;
  /** Put every event before every predicate, without SQL narrowing: slower, and the same result. */
  readonly exhaustive?: boolean | undefined;
}

/**
 * Puts queries to every event in scope, of each table in one scan for all of them: each query is decided once a profile,
 * SQL looks at what the profiles leave open, and the predicates decide what is left.
 */
export async function scan(database: Database, parts: readonly Part[], options: ScanOptions): Promise<void> {
  if (parts.length === 0) return;
  const tests = new Map(parts.map((part) => [part, compilePredicate(part.query, options.tree)] as const));
  for (const table of EVENT_TABLES) {
    const profiles = await readProfiles(database, table);
    const clauses = options.exhaustive
      ? parts.map((part): Clause => ({ part, filter: 'TRUE', columns: {}, profiles }))
      : clausesOf(parts, profiles, table);
    await putTo(database, table, clauses, tests, options);
  }
}

type Test = (read: EventRow['read']) => boolean;

async function putTo(
  database: Database,
  table: EventTable,
  clauses: readonly Clause[],
  tests: ReadonlyMap<Part, Test>,
  options: ScanOptions,
): Promise<void> {
  if (clauses.length === 0) return;
  const byProfile = new Map<number, Set<Part>>();
  for (const { part, profiles } of clauses)
    for (const { profile } of profiles) {
      const open = byProfile.get(profile);
      if (open === undefined) byProfile.set(profile, new Set([part]));
      else open.add(part);
    }
  const fields = [...new Set(clauses.flatMap(({ part }) => part.fields))];
  for await (const row of readEvents(database, table, clauses, fields, options)) {
    options.tree?.place(row);
    for (const part of byProfile.get(row.profile) ?? []) put(part, row, tests.get(part) as Test);
  }
}

function put(part: Part, row: EventRow, test: Test): void {
  const start = performance.now();
  if (test(row.read)) part.found(row);
  if (part.cost === undefined) return;
  part.cost.candidates += 1;
  part.cost.milliseconds += performance.now() - start;
}
