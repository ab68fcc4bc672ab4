import {
  type ColumnType,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  flattenedKey,
  PROCESS_FIELD_NAMES,
} from '../model/field.ts';
import type { SourceColumn } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import { type NameTree, plant } from './name-tree.ts';
import { identifier, literal } from './quote.ts';

/** Version of the tables below; a case of another version is refused. */
export const SCHEMA_VERSION = 3;

/** DuckDB type of a field's column. */
export const SQL_TYPES: Record<ColumnType, string> = {
  keyword: 'VARCHAR',
  'keyword[]': 'VARCHAR[]',
  long: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  ip: 'VARCHAR',
  'ip[]': 'VARCHAR[]',
  flattened: 'MAP(VARCHAR, VARCHAR)',
};

/**
 * The two tables of events: `events` has the starts and ends of processes, which make the tree, `activity` everything
 * else. Apart, since a column that is empty throughout costs 14 ns a row to write, and activity has twice the columns.
 */
export const EVENT_TABLES = ['events', 'activity'] as const;

/** One of the tables of events. */
export type EventTable = (typeof EVENT_TABLES)[number];

/** The fields that each table has columns for. */
export const TABLE_FIELDS: Readonly<Record<EventTable, readonly FieldName[]>> = {
  events: PROCESS_FIELD_NAMES,
  activity: FIELD_NAMES,
};

/** The columns that sources fill in each table: `aside` is of starts alone. */
export const SOURCE_COLUMNS: Readonly<Record<EventTable, readonly SourceColumn[]>> = {
  events: [...PROCESS_FIELD_NAMES, 'aside'],
  activity: FIELD_NAMES,
};

/** SQL for the number of a row of a table, by which everything else names the event: activity counts down from -1. */
export const eventNumber = (table: EventTable, alias: string): string =>
  table === 'events' ? `${alias}.rowid` : `(-1 - ${alias}.rowid)`;

/** What the linked parent gives where the record reports no parent name; kept apart, so that evidence stays as it came. */
export const RESOLVED_FIELDS = [
  'process.parent.name',
  'process.parent.executable',
  'process.parent.command_line',
  'process.parent.pid',
] as const satisfies readonly FieldName[];

/** What other records give where an event has only the id of its host or account. */
export const NAMED_FIELDS = ['host.name', 'user.name'] as const satisfies readonly FieldName[];

/** The column of a resolved field. */
export const resolvedColumn = (
  field: (typeof RESOLVED_FIELDS)[number] | (typeof NAMED_FIELDS)[number],
): string => identifier(`resolved ${field}`);

const resolvedColumns = (table: EventTable): string =>
  [...(table === 'events' ? RESOLVED_FIELDS : []), ...NAMED_FIELDS]
    .map((field) => `${resolvedColumn(field)} ${SQL_TYPES[FIELDS[field]]}`)
    .join(', ');

const sourceColumns = (table: EventTable): string =>
  SOURCE_COLUMNS[table]
    .map((column) => `${identifier(column)} ${SQL_TYPES[column === 'aside' ? 'flattened' : FIELDS[column]]}`)
    .join(', ');

/**
 * Fields of few values on which most rules decide. Every combination of them that occurs is a profile: a rule is put to
 * the profiles first, and to those events only whose profile leaves it open.
 */
export const PROFILE_FIELDS = [
  'event.category',
  'event.type',
  'event.action',
  'event.code',
  'host.os.type',
  'process.name',
  'process.parent.name',
  'process.pe.original_file_name',
] as const satisfies readonly FieldName[];

const profileColumns = PROFILE_FIELDS.map((field) => `${identifier(field)} ${SQL_TYPES[FIELDS[field]]}`).join(
  ', ',
);

/**
 * The physical tables, in schema `flat`. Those of events are append-only and never lose a row, so a rowid names an
 * event for good; only the columns before the fields, from `record` on, are filled in later.
 */
const TABLES = [
  'CREATE SCHEMA flat',
  `CREATE TABLE flat.version AS SELECT ${SCHEMA_VERSION} AS version`,
  'CREATE TABLE flat.sources (source_id INTEGER, path VARCHAR, sha256 VARCHAR, format VARCHAR, bytes BIGINT, records BIGINT, events BIGINT, rejected BIGINT, skipped BIGINT, first TIMESTAMP, last TIMESTAMP, hosts BIGINT)',
  ...EVENT_TABLES.map(
    (table) => `CREATE TABLE flat.${table}_runs (source_id INTEGER, ordinal BIGINT, shift BIGINT)`,
  ),
  'CREATE TABLE flat.skipped (source_id INTEGER, kind VARCHAR, records BIGINT)',
  'CREATE TABLE flat.names (source_id INTEGER, told TIMESTAMP, host_id VARCHAR, host_name VARCHAR, user_id VARCHAR, user_name VARCHAR)',
  'CREATE TABLE flat.rejects (source_id INTEGER, record BIGINT, reason VARCHAR, excerpt VARCHAR)',
  `CREATE TABLE flat.events (source_id INTEGER, record BIGINT, source VARCHAR, kind VARCHAR, host_rid INTEGER, process_rid INTEGER, parent_source VARCHAR, profile INTEGER, ${resolvedColumns('events')}, ${sourceColumns('events')})`,
  `CREATE TABLE flat.activity (source_id INTEGER, record BIGINT, source VARCHAR, kind VARCHAR, host_rid INTEGER, process_rid INTEGER, profile INTEGER, ${resolvedColumns('activity')}, ${sourceColumns('activity')})`,
  ...EVENT_TABLES.map(
    (table) => `CREATE TABLE flat.${table}_profiles (profile INTEGER, ${profileColumns}, events BIGINT)`,
  ),
  'CREATE TABLE flat.hosts (host_rid INTEGER, host_key VARCHAR, id VARCHAR, name VARCHAR)',
  `CREATE TABLE flat.processes (rid INTEGER, host_rid INTEGER, entity_id VARCHAR, seen_via VARCHAR, pid BIGINT, name VARCHAR, executable VARCHAR, command_line VARCHAR, start TIMESTAMP, "end" TIMESTAMP, exit_code BIGINT, event BIGINT)`,
  'CREATE TABLE flat.links (child_rid INTEGER, parent_rid INTEGER, method VARCHAR, confidence DOUBLE, rivals INTEGER)',
];

/** Splits a Windows command line as the C runtime does, as nearly as one expression can: quotes go, their text stays. */
const ARGV_MACRO =
  `CREATE MACRO argv(line) AS list_transform(regexp_extract_all(line, '(?:\\\\"|[^\\s"]|"(?:\\\\"|[^"])*"?)+'), ` +
  `lambda word: replace(regexp_replace(word, '(^|[^\\\\])"', '\\1', 'g'), '\\"', '"'))`;

/** A struct_pack of dotted names: `a.b` and `a.c` become a struct `a` with `b` and `c`. */
function structs(columns: Iterable<readonly [string, string]>): string {
  const root: NameTree = {};
  for (const [name, sql] of columns) plant(root, name.split('.'), sql);
  const render = (node: NameTree | string): string =>
    typeof node === 'string'
      ? node
      : `struct_pack(${Object.entries(node)
          .map(([name, child]) => `${identifier(name)} := ${render(child)}`)
          .join(', ')})`;
  return Object.entries(root)
    .map(([name, node]) => `${render(node)} AS ${identifier(name)}`)
    .join(', ');
}

/**
 * SQL over alias `e` of a table of events for a field as rules and analysts read it: a parent that the record of a start
 * does not name is the linked one, a host or an account that it gives no name has the one of other records, and arguments are split from the command line where none came.
 */
export function eventColumn(field: string, table: EventTable = 'events'): string {
  const key = flattenedKey(field);
  if (key !== undefined)
    return table === 'events' ? 'NULL::VARCHAR' : `e.${identifier(key.field)}[${literal(key.key)}]`;
  if (!(TABLE_FIELDS[table] as readonly string[]).includes(field))
    return `NULL::${SQL_TYPES[FIELDS[field as FieldName]]}`;
  if (field === 'process.args') return `coalesce(e."process.args", argv(e."process.command_line"))`;
  if (field === 'process.args_count')
    return `coalesce(e."process.args_count", len(${eventColumn('process.args', table)}))`;
  if (field === 'process.parent.args')
    return `coalesce(e."process.parent.args", argv(${eventColumn('process.parent.command_line', table)}))`;
  if (field === 'process.parent.args_count')
    return `coalesce(e."process.parent.args_count", len(${eventColumn('process.parent.args', table)}))`;
  const named = NAMED_FIELDS.find((each) => each === field);
  if (named !== undefined) return `coalesce(e.${identifier(named)}, e.${resolvedColumn(named)})`;
  const resolved = RESOLVED_FIELDS.find((each) => each === field);
  if (resolved === undefined || table !== 'events') return `e.${identifier(field)}`;
  const both = [`e.${identifier(field)}`, `e.${resolvedColumn(resolved)}`];
  // A record without a parent name may yet write `?` or a label where the image belongs.
  return `coalesce(${(field === 'process.parent.executable' ? both.reverse() : both).join(', ')})`;
}

/**
 * SQL over alias `e` for the values of a list joined by spaces. Arguments that would be split from a command line are
 * looked for in the line itself, without its quotes: splitting costs 11 µs a line.
 */
export function joinedColumn(field: string, table: EventTable): string {
  const line =
    field === 'process.args'
      ? 'process.command_line'
      : field === 'process.parent.args'
        ? 'process.parent.command_line'
        : undefined;
  if (line === undefined) return `array_to_string(${eventColumn(field, table)}, ' ')`;
  return `coalesce(array_to_string(e.${identifier(field)}, ' '), replace(${eventColumn(line, table)}, '"', ''))`;
}

const PROCESS_EVENT_FIELDS = PROCESS_FIELD_NAMES.filter((field) =>
  /^user\.|^process\.(hash|pe|code_signature|Ext|working_directory|args)/.test(field),
).filter((field) => field !== 'process.Ext.ancestry');

/** Whether an event was carved: such events are files of their own. */
const IS_CARVED = `e.source_id IN (SELECT s.source_id FROM flat.sources s WHERE starts_with(s.format, 'evtx carved'))`;

const VIEWS = [
  `CREATE VIEW events AS ${EVENT_TABLES.map(
    (table) =>
      `SELECT ${structs(FIELD_NAMES.map((field) => [field, eventColumn(field, table)] as const))}, e.source AS log, e.kind, e.process_rid, ${table === 'events' ? 'e.parent_source' : 'NULL AS parent_source'}, e.source_id, e.record, ${IS_CARVED} AS carved FROM flat.${table} e`,
  ).join(' UNION ALL ')}`,
  `CREATE VIEW processes AS SELECT p.rid, ${structs([
    ['host.id', 'h.id'],
    ['host.name', 'h.name'],
    ...['entity_id', 'pid', 'name', 'executable', 'command_line', 'start', 'end', 'exit_code'].map(
      (name) => [`process.${name}`, `p.${identifier(name)}`] as const,
    ),
    ...PROCESS_EVENT_FIELDS.map((field) => [field, eventColumn(field)] as const),
  ])}, p.seen_via FROM flat.processes p JOIN flat.hosts h USING (host_rid) LEFT JOIN flat.events e ON e.rowid = p.event`,
  'CREATE VIEW links AS SELECT * FROM flat.links',
  'CREATE VIEW sources AS SELECT s.*, (SELECT map(list(k.kind ORDER BY k.kind), list(k.records ORDER BY k.kind)) FROM flat.skipped k WHERE k.source_id = s.source_id) AS skipped_by_kind FROM flat.sources s',
  'CREATE VIEW rejects AS SELECT s.path, r.record, r.reason, r.excerpt FROM flat.rejects r JOIN flat.sources s USING (source_id)',
];

const LINEAGE_MACROS = [
  `CREATE MACRO ancestors(id) AS TABLE WITH RECURSIVE up(rid, depth) AS (SELECT rid, 0 FROM flat.processes WHERE entity_id = id UNION ALL SELECT l.parent_rid, depth + 1 FROM up JOIN flat.links l ON l.child_rid = up.rid) SELECT up.depth, p.* FROM up JOIN processes p USING (rid) WHERE up.depth > 0 ORDER BY up.depth`,
  `CREATE MACRO descendants(id) AS TABLE WITH RECURSIVE down(rid, depth) AS (SELECT rid, 0 FROM flat.processes WHERE entity_id = id UNION ALL SELECT l.child_rid, depth + 1 FROM down JOIN flat.links l ON l.parent_rid = down.rid) SELECT down.depth, p.* FROM down JOIN processes p USING (rid) WHERE down.depth > 0 ORDER BY down.depth, rid`,
  `CREATE MACRO siblings(id) AS TABLE SELECT p.* FROM flat.processes me JOIN flat.links mine ON mine.child_rid = me.rid JOIN flat.links l ON l.parent_rid = mine.parent_rid JOIN processes p ON p.rid = l.child_rid WHERE me.entity_id = id AND p.rid <> me.rid ORDER BY p.rid`,
];

/** Makes the tables, views and macros of an empty case. */
export async function createSchema(database: Database): Promise<void> {
  for (const sql of [...TABLES, ARGV_MACRO, ...VIEWS, ...LINEAGE_MACROS]) await execute(database, sql);
}

/** Version of the case's tables, or undefined where the file holds none. */
export async function schemaVersion(database: Database): Promise<number | undefined> {
  const found = await query(
    database,
    "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'flat' AND table_name = 'version'",
  );
  if (found.length === 0) return undefined;
  const [row] = await query<{ version: number }>(database, 'SELECT version FROM flat.version');
  return row?.version;
}
