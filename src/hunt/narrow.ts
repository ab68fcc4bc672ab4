import type { Anchor } from '../eql/anchor.ts';
import { type Column, compileRestFilter, sqlMatches } from '../eql/sql.ts';
import { sqlFold } from '../eql/sql-duckdb.ts';
import { groupBy } from '../model/group-by.ts';
import type { EventClause } from '../store/event-rows.ts';
import type { Profile } from '../store/profiles.ts';
import { type EventTable, eventColumn, joinedColumn, PROFILE_FIELDS } from '../store/schema.ts';
import type { Part } from './part.ts';

/** What SQL has to look at, among the events of some profiles, to leave out those of which a part is not true. */
export interface Clause extends EventClause {
  readonly part: Part;
}

/**
 * What the profiles of a table leave open of each part. Each combination of the values that a part asks for is decided
 * once, and profiles that leave the same open stand together.
 */
export function clausesOf(
  parts: readonly Part[],
  profiles: readonly Profile[],
  table: EventTable,
): readonly Clause[] {
  const groups = new Map<string, readonly (readonly Profile[])[]>();
  return parts.flatMap((part) => {
    const columns: Record<string, string> = {};
    const column: Column = (field, folded) => {
      const sql = eventColumn(field, table);
      if (!folded) return sql;
      // Folded once a row, however many queries ask.
      columns[`folded ${field}`] = sqlFold(sql);
      return `e."folded ${field}"`;
    };
    const known = PROFILE_FIELDS.filter((field) => (part.fields as readonly string[]).includes(field));
    const key = known.join();
    const combinations = groups.get(key) ?? [
      ...groupBy(profiles, ({ read }) => JSON.stringify(known.map(read))).values(),
    ];
    groups.set(key, combinations);
    const restOf = compileRestFilter(part.query, new Set(known));
    const byFilter = new Map<string, Clause & { readonly profiles: Profile[] }>();
    for (const combination of combinations) {
      const { filter, anchor } = restOf((combination[0] as Profile).read, column);
      if (filter === 'FALSE') continue;
      const same = byFilter.get(filter);
      if (same !== undefined) for (const profile of combination) same.profiles.push(profile);
      else
        byFilter.set(filter, {
          part,
          filter,
          columns,
          anchor: anchor === undefined ? undefined : guardOf(anchor, table, column),
          profiles: [...combination],
        });
    }
    return [...byFilter.values()];
  });
}

/** The text that an anchor's patterns are looked for in, and how. */
function guardOf(
  { field, isList, patterns }: Anchor,
  table: EventTable,
  column: Column,
): EventClause['anchor'] {
  const text = isList ? sqlFold(joinedColumn(field, table)) : column(field, true);
  return { text, patterns, matches: (all) => sqlMatches(text, all) };
}
