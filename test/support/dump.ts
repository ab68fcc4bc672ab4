import { type Database, query } from '../../src/store/database.ts';
import { EVENT_TABLES, type EventTable, eventNumber } from '../../src/store/schema.ts';

/** SQL for the place of a row of events: its file and number. */
const placeOf = (table: EventTable, number: string): string =>
  `(SELECT s.path || '#' || x.record FROM flat.${table} x JOIN flat.sources s USING (source_id) WHERE ${eventNumber(table, 'x.rowid')} = ${number})`;

const pathOf = (source: string): string => `(SELECT path FROM flat.sources s WHERE s.source_id = ${source})`;

/** What each table has that says where it lies in this very file, and what stands for that. */
const SELECTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    EVENT_TABLES.map((table) => [
      table,
      `SELECT ${pathOf('e.source_id')} AS path, ${placeOf(table, 'e.copy_of')} AS original, e.* EXCLUDE (source_id, copy_of, profile), p.* EXCLUDE (profile, events) FROM flat.${table} e JOIN flat.${table}_profiles p USING (profile)`,
    ]),
  ),
  ...Object.fromEntries(
    EVENT_TABLES.map((table) => [
      `${table}_profiles`,
      `SELECT * EXCLUDE (profile) FROM flat.${table}_profiles`,
    ]),
  ),
  ...Object.fromEntries(
    [
      'sources',
      'linked',
      'source_kinds',
      'source_fields',
      'source_hosts',
      'skipped',
      'names',
      'rejects',
      'clocks',
      'host_names',
    ].map((table) => [
      table,
      `SELECT ${pathOf('t.source_id')} AS path, t.* EXCLUDE (source_id) FROM flat.${table} t`,
    ]),
  ),
  conflicts: `SELECT ${placeOf('events', 'c.event')} AS place, c.* EXCLUDE (event) FROM flat.conflicts c`,
  processes: `SELECT ${placeOf('events', 'p.event')} AS place, p.* EXCLUDE (event) FROM flat.processes p`,
  ...Object.fromEntries(
    ['hosts', 'host_map', 'links', 'rid_blocks', 'cycles_cut', 'link_options'].map((table) => [
      table,
      `FROM flat.${table}`,
    ]),
  ),
};

/** Everything that a case holds, table by table: rows as JSON in their own order, with files by path and events by place. */
export async function dumpCase(database: Database): Promise<Record<string, readonly string[]>> {
  const dump: Record<string, readonly string[]> = {};
  for (const [table, sql] of Object.entries(SELECTS)) {
    const rows = await query<{ row: string }>(
      database,
      `SELECT to_json(r)::VARCHAR AS "row" FROM (${sql}) r ORDER BY "row"`,
    );
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}

/** How two dumps differ, a few rows of each table and of each row what differs: empty where they are the same. */
export function differences(
  one: Record<string, readonly string[]>,
  other: Record<string, readonly string[]>,
): string[] {
  return DUMPED.flatMap((table) => {
    const [first, second] = [one[table] ?? [], other[table] ?? []];
    if (first.length === second.length && first.every((row, index) => row === second[index])) return [];
    const [left, right] = [new Set(first), new Set(second)];
    const only = first.filter((row) => !right.has(row)).slice(0, SHOWN);
    const others = second.filter((row) => !left.has(row)).slice(0, SHOWN);
    return [
      ...only.map((row) => `${table} - ${brief(row)}`),
      ...others.map((row) => `${table} + ${brief(row)}`),
      `${table}: ${first.length} and ${second.length} rows`,
    ];
  });
}

const SHOWN = 4;

/** A row without what it lacks. */
const brief = (row: string): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(row) as object).filter(([, value]) => value !== null)),
  ).slice(0, 400);

/** The tables that it reads, so that a new one is not forgotten. */
export const DUMPED = Object.keys(SELECTS);
