import { FIELD_NAMES, PROCESS_FIELD_NAMES } from '../model/field.ts';
import { type NameTree, plant } from './name-tree.ts';
import { identifier, literal } from './quote.ts';
import { EVENT_TABLES, eventColumn, eventNumber } from './schema.ts';
import { tallyOf } from './tally.ts';

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

const PROCESS_EVENT_FIELDS = PROCESS_FIELD_NAMES.filter((field) =>
  /^user\.|^process\.(hash|pe|code_signature|Ext|working_directory|args)/.test(field),
).filter((field) => field !== 'process.Ext.ancestry');

/** Whether an event was carved: such events are files of their own. */
const IS_CARVED = `e.source_id IN (SELECT s.source_id FROM flat.sources s WHERE starts_with(s.format, 'evtx carved'))`;

const ofSource = (table: string, key: string, count: string): string =>
  tallyOf(table, key, count, 't.source_id = s.source_id');

const ofHosts = (aggregate: string): string =>
  `(SELECT ${aggregate} FROM flat.source_hosts h JOIN flat.hosts n USING (host_rid) WHERE h.source_id = s.source_id)`;

const SOURCES_VIEW =
  `CREATE VIEW sources AS SELECT *, list_filter([${FIELD_NAMES.map(literal).join(', ')}], lambda field: NOT list_contains(map_keys(fields), field)) AS never_filled FROM (` +
  `SELECT s.*, coalesce(${ofHosts('sum(h.copies)')}, 0)::BIGINT AS copies, ${ofHosts('min(h.first)')} AS first, ${ofHosts('max(h.last)')} AS last, ${ofHosts('list(n.name ORDER BY n.name)')} AS hosts, ` +
  `${ofSource('source_kinds', "t.log || ' ' || t.kind", 't.events')} AS events_by_kind, ${ofSource('skipped', 't.kind', 't.records')} AS skipped_by_kind, ${ofSource('rejects', 't.reason', '1')} AS rejects_by_reason, coalesce(${ofSource('source_fields', 't.field', 't.filled')}, MAP {}) AS fields FROM flat.sources s SEMI JOIN flat.linked USING (source_id))`;

const EVENT_VIEWS = [
  `CREATE VIEW events AS ${EVENT_TABLES.map(
    (table) =>
      `SELECT ${structs(FIELD_NAMES.map((field) => [field, eventColumn(field, table)] as const))}, e.source AS log, e.kind, e.process_rid, ${table === 'events' ? 'e.parent_source' : 'NULL AS parent_source'}, e.source_id, e.record, ${IS_CARVED} AS carved FROM flat.${table} e WHERE e.copy_of IS NULL AND e.host_rid IS NOT NULL`,
  ).join(' UNION ALL ')}`,
  `CREATE VIEW processes AS SELECT p.rid, ${structs([
    ['host.id', 'h.id'],
    ['host.name', 'h.name'],
    ...['entity_id', 'pid', 'name', 'executable', 'command_line', 'start', 'end', 'exit_code'].map(
      (name) => [`process.${name}`, `p.${identifier(name)}`] as const,
    ),
    ...PROCESS_EVENT_FIELDS.map((field) => [field, eventColumn(field)] as const),
  ])}, p.seen_via FROM flat.processes p JOIN flat.hosts h USING (host_rid) LEFT JOIN flat.events e ON e.rowid = p.event`,
  `CREATE VIEW copies AS ${EVENT_TABLES.map(
    (table) =>
      `SELECT s.path, c.record, o.source AS log, o.kind, of.path AS copy_of_path, o.record AS copy_of_record FROM flat.${table} c JOIN flat.${table} o ON c.copy_of = ${eventNumber(table, 'o.rowid')} JOIN flat.sources s ON s.source_id = c.source_id JOIN flat.sources of ON of.source_id = o.source_id`,
  ).join(' UNION ALL ')}`,
  'CREATE VIEW conflicts AS SELECT p.host.name AS host, p.process.entity_id AS entity_id, p.process.name AS name, p.process.pid AS pid, c.field, c.log, c.value, s.path, e.record FROM flat.conflicts c JOIN processes p USING (rid) JOIN flat.events e ON e.rowid = c.event JOIN flat.sources s ON s.source_id = e.source_id',
  'CREATE VIEW links AS SELECT * FROM flat.links',
  SOURCES_VIEW,
  'CREATE VIEW rejects AS SELECT s.path, r.record, r.reason, r.excerpt FROM flat.rejects r JOIN flat.sources s USING (source_id) SEMI JOIN flat.linked USING (source_id)',
];

const LINEAGE_MACROS = [
  `CREATE MACRO ancestors(id) AS TABLE WITH RECURSIVE up(rid, depth) AS (SELECT rid, 0 FROM flat.processes WHERE entity_id = id UNION ALL SELECT l.parent_rid, depth + 1 FROM up JOIN flat.links l ON l.child_rid = up.rid) SELECT up.depth, p.* FROM up JOIN processes p USING (rid) WHERE up.depth > 0 ORDER BY up.depth`,
  `CREATE MACRO descendants(id) AS TABLE WITH RECURSIVE down(rid, depth) AS (SELECT rid, 0 FROM flat.processes WHERE entity_id = id UNION ALL SELECT l.child_rid, depth + 1 FROM down JOIN flat.links l ON l.parent_rid = down.rid) SELECT down.depth, p.* FROM down JOIN processes p USING (rid) WHERE down.depth > 0 ORDER BY down.depth, rid`,
  `CREATE MACRO siblings(id) AS TABLE SELECT p.* FROM flat.processes me JOIN flat.links mine ON mine.child_rid = me.rid JOIN flat.links l ON l.parent_rid = mine.parent_rid JOIN processes p ON p.rid = l.child_rid WHERE me.entity_id = id AND p.rid <> me.rid ORDER BY p.rid`,
];

/** What makes the views and macros of a case, over the tables of the schema. */
export const VIEWS: readonly string[] = [ARGV_MACRO, ...EVENT_VIEWS, ...LINEAGE_MACROS];
