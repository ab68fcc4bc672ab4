import {
  type ColumnType,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  flattenedKey,
  PROCESS_FIELD_NAMES,
} from '../model/field.ts';
import type { SourceColumn } from '../model/source.ts';
import { identifier, literal } from './quote.ts';

/** Version of the tables below; a case of another version is refused. */
export const SCHEMA_VERSION = 5;

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
  // Pairs of key and value: to make a map of them costs 1.3 µs a record, and few are ever read.
  flattened: 'STRUCT("key" VARCHAR, "value" VARCHAR)[]',
};

/** DuckDB type of `aside`. */
export const ASIDE_TYPE =
  'STRUCT(parent VARCHAR, pid BIGINT, "name" VARCHAR, executable VARCHAR, command_line VARCHAR, "start" TIMESTAMP)';

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

/** SQL for the number of a table's row with some rowid, by which everything else names the event: activity counts down from -1. */
export const eventNumber = (table: EventTable, rowid: string): string =>
  table === 'events' ? rowid : `(-1 - ${rowid})`;

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
    .map((column) => `${identifier(column)} ${column === 'aside' ? ASIDE_TYPE : SQL_TYPES[FIELDS[column]]}`)
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
export const TABLES: readonly string[] = [
  'CREATE SCHEMA flat',
  `CREATE TABLE flat.version AS SELECT ${SCHEMA_VERSION} AS version`,
  'CREATE TABLE flat.sources (source_id INTEGER, path VARCHAR, sha256 VARCHAR, format VARCHAR, bytes BIGINT, records BIGINT, events BIGINT, rejected BIGINT, skipped BIGINT)',
  'CREATE TABLE flat.linked (source_id INTEGER)',
  'CREATE TABLE flat.link_options (clock_repair BOOLEAN)',
  'CREATE TABLE flat.source_kinds (source_id INTEGER, log VARCHAR, kind VARCHAR, events BIGINT)',
  'CREATE TABLE flat.source_fields (source_id INTEGER, log VARCHAR, field VARCHAR, filled BIGINT)',
  'CREATE TABLE flat.source_hosts (source_id INTEGER, host_rid INTEGER, events BIGINT, copies BIGINT, first TIMESTAMP, last TIMESTAMP)',
  ...EVENT_TABLES.map(
    (table) => `CREATE TABLE flat.${table}_runs (source_id INTEGER, ordinal BIGINT, shift BIGINT)`,
  ),
  'CREATE TABLE flat.skipped (source_id INTEGER, kind VARCHAR, records BIGINT)',
  'CREATE TABLE flat.names (source_id INTEGER, told TIMESTAMP, host_id VARCHAR, host_name VARCHAR, user_id VARCHAR, user_name VARCHAR)',
  'CREATE TABLE flat.rejects (source_id INTEGER, record BIGINT, reason VARCHAR, excerpt VARCHAR)',
  `CREATE TABLE flat.events (source_id INTEGER, record BIGINT, source VARCHAR, kind VARCHAR, host_rid INTEGER, process_rid INTEGER, copy_of BIGINT, parent_source VARCHAR, profile INTEGER, ${resolvedColumns('events')}, ${sourceColumns('events')})`,
  `CREATE TABLE flat.activity (source_id INTEGER, record BIGINT, source VARCHAR, kind VARCHAR, host_rid INTEGER, process_rid INTEGER, copy_of BIGINT, profile INTEGER, ${resolvedColumns('activity')}, ${sourceColumns('activity')})`,
  ...EVENT_TABLES.map(
    (table) => `CREATE TABLE flat.${table}_profiles (profile INTEGER, ${profileColumns}, events BIGINT)`,
  ),
  'CREATE TABLE flat.clocks (source_id INTEGER, host_rid INTEGER, least BIGINT, greatest BIGINT, evidence BIGINT, affected BIGINT, repaired BIGINT)',
  'CREATE TABLE flat.conflicts (rid INTEGER, field VARCHAR, log VARCHAR, value VARCHAR, event BIGINT)',
  'CREATE TABLE flat.host_names (source_id INTEGER, id VARCHAR, name VARCHAR, display VARCHAR, computer VARCHAR)',
  'CREATE TABLE flat.host_map (id VARCHAR, name VARCHAR, host_rid INTEGER)',
  'CREATE TABLE flat.rid_blocks (host_rid INTEGER, class INTEGER, first INTEGER, size INTEGER)',
  'CREATE TABLE flat.cycles_cut (host_rid INTEGER, links BIGINT)',
  'CREATE TABLE flat.hosts (host_rid INTEGER, host_key VARCHAR, id VARCHAR, name VARCHAR)',
  `CREATE TABLE flat.processes (rid INTEGER, host_rid INTEGER, entity_id VARCHAR, seen_via VARCHAR, pid BIGINT, name VARCHAR, executable VARCHAR, command_line VARCHAR, start TIMESTAMP, "end" TIMESTAMP, exit_code BIGINT, event BIGINT)`,
  'CREATE TABLE flat.links (child_rid INTEGER, parent_rid INTEGER, method VARCHAR, confidence DOUBLE, rivals INTEGER)',
];

/** SQL for the value of a key in a column of pairs. */
const valueAt = (pairs: string, key: string): string =>
  `list_filter(${pairs}, lambda pair: pair.key = ${literal(key)})[1].value`;

/**
 * SQL over alias `e` of a table of events for a field as rules and analysts read it: a parent that the record of a start
 * does not name is the linked one, a host or an account that it gives no name has the one of other records, and arguments are split from the command line where none came.
 */
export function eventColumn(field: string, table: EventTable = 'events'): string {
  const key = flattenedKey(field);
  if (key !== undefined)
    return table === 'events' ? 'NULL::VARCHAR' : valueAt(`e.${identifier(key.field)}`, key.key);
  if (!(TABLE_FIELDS[table] as readonly string[]).includes(field))
    return FIELDS[field as FieldName] === 'flattened'
      ? 'NULL::MAP(VARCHAR, VARCHAR)'
      : `NULL::${SQL_TYPES[FIELDS[field as FieldName]]}`;
  if (FIELDS[field as FieldName] === 'flattened') return `map_from_entries(e.${identifier(field)})`;
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
