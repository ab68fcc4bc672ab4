import { FIELD_NAMES, FIELDS, type FieldName, type FieldType } from '../model/field.ts';
import { type Database, execute, query } from './database.ts';
import { type NameTree, plant } from './name-tree.ts';
import { identifier } from './quote.ts';

/** Version of the tables below; a case of another version is refused. */
export const SCHEMA_VERSION = 1;

/** DuckDB type of a field's column. */
export const SQL_TYPES: Record<FieldType, string> = {
  keyword: 'VARCHAR',
  'keyword[]': 'VARCHAR[]',
  long: 'BIGINT',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  ip: 'VARCHAR',
  'ip[]': 'VARCHAR[]',
};

/** What the linked parent gives where the record reports no parent name; kept apart, so that evidence stays as it came. */
export const RESOLVED_FIELDS = [
  'process.parent.name',
  'process.parent.executable',
  'process.parent.command_line',
  'process.parent.pid',
] as const satisfies readonly FieldName[];

/** The column of a resolved field. */
export const resolvedColumn = (field: (typeof RESOLVED_FIELDS)[number]): string =>
  identifier(`resolved ${field}`);

const resolvedColumns = RESOLVED_FIELDS.map(
  (field) => `${resolvedColumn(field)} ${SQL_TYPES[FIELDS[field]]}`,
).join(', ');

const fieldColumns = FIELD_NAMES.map((field) => `${identifier(field)} ${SQL_TYPES[FIELDS[field]]}`).join(
  ', ',
);

/**
 * The physical tables, in schema `flat`. `flat.events` is append-only and never loses a row, so a rowid names an event
 * for good; only the columns before the fields, from `record` on, are filled in later.
 */
const TABLES = [
  'CREATE SCHEMA flat',
  `CREATE TABLE flat.version AS SELECT ${SCHEMA_VERSION} AS version`,
  'CREATE TABLE flat.sources (source_id INTEGER, path VARCHAR, sha256 VARCHAR, format VARCHAR, bytes BIGINT, records BIGINT, events BIGINT, rejected BIGINT, skipped BIGINT, first TIMESTAMP, last TIMESTAMP, hosts BIGINT)',
  'CREATE TABLE flat.record_runs (source_id INTEGER, ordinal BIGINT, shift BIGINT)',
  'CREATE TABLE flat.skipped (source_id INTEGER, kind VARCHAR, records BIGINT)',
  'CREATE TABLE flat.rejects (source_id INTEGER, record BIGINT, reason VARCHAR, excerpt VARCHAR)',
  `CREATE TABLE flat.events (source_id INTEGER, record BIGINT, source VARCHAR, kind VARCHAR, host_rid INTEGER, process_rid INTEGER, parent_source VARCHAR, name_pair INTEGER, ${resolvedColumns}, ${fieldColumns})`,
  'CREATE TABLE flat.name_pairs (name_pair INTEGER, name VARCHAR, parent_name VARCHAR, events BIGINT)',
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
 * SQL over alias `e` of `flat.events` for a field as rules and analysts read it: a parent that the record does not name
 * is the linked one, and arguments are split from the command line where none came.
 */
export function eventColumn(field: string): string {
  if (field === 'process.args') return `coalesce(e."process.args", argv(e."process.command_line"))`;
  if (field === 'process.parent.args')
    return `coalesce(e."process.parent.args", argv(${eventColumn('process.parent.command_line')}))`;
  const resolved = RESOLVED_FIELDS.find((each) => each === field);
  if (resolved === undefined) return `e.${identifier(field)}`;
  const both = [`e.${identifier(field)}`, `e.${resolvedColumn(resolved)}`];
  // A record without a parent name may yet write `?` or a label where the image belongs.
  return `coalesce(${(field === 'process.parent.executable' ? both.reverse() : both).join(', ')})`;
}

const PROCESS_EVENT_FIELDS = FIELD_NAMES.filter((field) =>
  /^user\.|^process\.(hash|pe|code_signature|Ext|working_directory|args)/.test(field),
).filter((field) => field !== 'process.Ext.ancestry');

const VIEWS = [
  `CREATE VIEW events AS SELECT ${structs(FIELD_NAMES.map((field) => [field, eventColumn(field)] as const))}, e.source, e.kind, e.process_rid, e.parent_source, e.source_id, e.record FROM flat.events e`,
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
