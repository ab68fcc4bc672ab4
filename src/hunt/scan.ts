import type { EventQuery } from '../eql/ast.ts';
import { compilePossible, compilePredicate } from '../eql/predicate.ts';
import { compilePrefilter } from '../eql/sql.ts';
import type { FieldPath } from '../model/field.ts';
import type { Database } from '../store/database.ts';
import {
  countEvents,
  type EventRow,
  type EventScope,
  FEW_EVENTS,
  type Profile,
  readEvents,
  readProfiles,
} from '../store/event-rows.ts';
import { EVENT_TABLES, type EventTable, eventColumn, PROFILE_FIELDS } from '../store/schema.ts';
import type { TreeQuestions } from './tree-questions.ts';

/** A query of single events that is put to the events of a case beside others. */
export interface Part {
  readonly query: EventQuery;
  /** What the predicate reads, and whatever `found` reads. */
  readonly fields: readonly FieldPath[];
  /** Called for every event of which the query is true, in no order. */
  readonly found: (row: EventRow) => unknown;
}

/** How a scan runs. */
export interface ScanOptions extends EventScope {
  readonly tree?: TreeQuestions | undefined;
  /** Put every event before every predicate, without SQL narrowing: slower, and the same result. */
  readonly exhaustive?: boolean | undefined;
}

/** A part whose profiles in a table are known. */
interface Narrowed {
  readonly part: Part;
  readonly matches: (row: EventRow['read']) => boolean;
  readonly profiles: readonly Profile[];
}

/**
 * Puts queries to every event in scope. They share what they can: each is decided once a profile, and events of which
 * few profiles leave something open are read once for all; a query that profiles hardly narrow has SQL look first.
 */
export async function scan(database: Database, parts: readonly Part[], options: ScanOptions): Promise<void> {
  for (const table of EVENT_TABLES) {
    const profiles = await readProfiles(database, table);
    const possible = possibleProfiles(profiles);
    const narrowed = parts
      .map((part) => ({
        part,
        matches: compilePredicate(part.query, options.tree),
        profiles: options.exhaustive ? profiles : possible(part),
      }))
      .filter((each) => each.profiles.length > 0);
    const few = narrowed.filter((each) => countEvents(each.profiles) <= FEW_EVENTS);
    await readTogether(database, table, 'true', few, options);
    for (const each of narrowed) {
      if (few.includes(each)) continue;
      const where = options.exhaustive
        ? 'true'
        : compilePrefilter(each.part.query, (field) => eventColumn(field, table));
      await readTogether(database, table, where, [each], options);
    }
  }
}

/** Reads the events that have a profile of one of the parts, and puts each to those parts that its profile leaves open. */
async function readTogether(
  database: Database,
  table: EventTable,
  where: string,
  parts: readonly Narrowed[],
  options: ScanOptions,
): Promise<void> {
  if (parts.length === 0 || where === 'FALSE') return;
  const byProfile = new Map<number, Narrowed[]>();
  const wanted = new Map<number, Profile>();
  for (const each of parts)
    for (const profile of each.profiles) {
      wanted.set(profile.profile, profile);
      const same = byProfile.get(profile.profile);
      if (same === undefined) byProfile.set(profile.profile, [each]);
      else same.push(each);
    }
  const fields = [...new Set(parts.flatMap(({ part }) => part.fields))];
  const rows = readEvents(
    database,
    table,
    where,
    fields,
    options,
    options.exhaustive ? undefined : [...wanted.values()],
  );
  for await (const row of rows) {
    options.tree?.place(row);
    for (const { part, matches } of byProfile.get(row.profile) ?? []) if (matches(row.read)) part.found(row);
  }
}

/** Which profiles a part leaves open; each combination of the values that it asks for is decided once. */
function possibleProfiles(profiles: readonly Profile[]): (part: Part) => readonly Profile[] {
  const groups = new Map<string, readonly (readonly Profile[])[]>();
  return ({ query, fields }) => {
    const known = PROFILE_FIELDS.filter((field) => (fields as readonly string[]).includes(field));
    const key = known.join();
    const same = groups.get(key) ?? groupBy(profiles, known);
    groups.set(key, same);
    const possible = compilePossible(query, new Set(known));
    return same.filter(([first]) => possible((first as Profile).read)).flat();
  };
}

function groupBy(profiles: readonly Profile[], fields: readonly string[]): readonly (readonly Profile[])[] {
  const groups = new Map<string, Profile[]>();
  for (const profile of profiles) {
    const key = JSON.stringify(fields.map(profile.read));
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [profile]);
    else same.push(profile);
  }
  return [...groups.values()];
}
