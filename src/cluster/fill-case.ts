import { FIELDS, type FieldName } from '../model/field.ts';
import { type Database, execute } from '../store/database.ts';
import { numberProfiles } from '../store/link/profiles.ts';
import { EVERY_HOST } from '../store/link/scope.ts';
import { identifier, literal } from '../store/quote.ts';
import {
  ASIDE_TYPE,
  type EventTable,
  RESOLVED_FIELDS,
  resolvedColumn,
  TABLE_FIELDS,
} from '../store/schema.ts';
import { clusterColumn, LINKED_FIELDS, resolvedClusterColumn } from './columns.ts';
import type { CaseTable, Gathered } from './shard-files.ts';
import { columnsOf } from './tables.ts';

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  String: 'VARCHAR',
  Int64: 'BIGINT',
  UInt32: 'BIGINT',
  UInt64: 'BIGINT',
  Float64: 'DOUBLE',
  Bool: 'BOOLEAN',
  'Array(Nullable(String))': 'VARCHAR[]',
  'Map(String, Nullable(String))': 'MAP(VARCHAR, VARCHAR)',
};

/** The rows of a table that came, with all its columns also where none did. */
function rowsOf(table: CaseTable, gathered: Gathered): string {
  const paths = gathered[table];
  if (paths.length > 0) return `read_parquet([${paths.map(literal).join(', ')}])`;
  const columns = columnsOf(table).map(({ name, type }) => {
    const plain = type.replace(/^LowCardinality\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');
    return `NULL::${DUCKDB_TYPES[plain] ?? 'TIMESTAMP'} AS ${identifier(name)}`;
  });
  return `(SELECT ${columns.join(', ')} WHERE FALSE)`;
}

/** Loads are told apart, and in them an event has a number of its own. */
const ORIGINALS = 1_000_000_000_000;

/**
 * Fills an empty case with what was gathered from a cluster, so that it looks like the part of the case that was loaded
 * there: processes, events and hosts in the same order.
 */
export async function fillCase(database: Database, gathered: Gathered): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  await run(
    `CREATE OR REPLACE TEMP TABLE came AS SELECT DISTINCT ON (load, event) * FROM ${rowsOf('events', gathered)} ORDER BY load, event`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE came_source AS SELECT row_number() OVER (ORDER BY load, source)::INTEGER AS source_id, * FROM (SELECT DISTINCT ON (load, source) * FROM ${rowsOf('sources', gathered)})`,
  );
  await run(
    'INSERT INTO flat.sources SELECT source_id, path, sha256, format, bytes, records, events, rejected, skipped FROM came_source ORDER BY source_id',
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE came_host AS SELECT (row_number() OVER (ORDER BY host) - 1)::INTEGER AS host_rid, * FROM (SELECT DISTINCT ON (host) host, id, name FROM ${rowsOf('hosts', gathered)} ORDER BY host, length(name) DESC, name, id)`,
  );
  await run('INSERT INTO flat.hosts SELECT host_rid, host, id, name FROM came_host ORDER BY host_rid');
  await fillProcesses(database, gathered);
  await run(
    `CREATE OR REPLACE TEMP TABLE numbered AS SELECT load, event, CASE WHEN event >= 0 THEN row_number() OVER (PARTITION BY event >= 0 ORDER BY load, event) - 1 ELSE -row_number() OVER (PARTITION BY event >= 0 ORDER BY load, event DESC) END AS number FROM came`,
  );
  for (const table of ['events', 'activity'] as const) await fillEvents(database, table);
  await run(
    'UPDATE flat.processes SET event = n.number FROM came_process c JOIN numbered n ON n.load = c.load AND n.event = c.event WHERE processes.rid = c.rid',
  );
  await numberProfiles(database, EVERY_HOST);
  await run('INSERT INTO flat.linked SELECT source_id FROM flat.sources ORDER BY source_id');
}

/** Of a process that several loads know, the one that says most of it; of its links the surest. */
async function fillProcesses(database: Database, gathered: Gathered): Promise<void> {
  const run = (sql: string): Promise<void> => execute(database, sql);
  const seen = ['start', 'already_running', 'mentioned', 'placeholder'];
  await run(
    `CREATE OR REPLACE TEMP TABLE came_process AS SELECT (row_number() OVER (ORDER BY load, number, host, entity_id) - 1)::INTEGER AS rid, * FROM (` +
      `SELECT DISTINCT ON (host, entity_id) rid AS number, * EXCLUDE (rid) FROM ${rowsOf('processes', gathered)} ORDER BY host, entity_id, list_position([${seen.map(literal).join(', ')}], seen_via), load, rid)`,
  );
  await run(
    `INSERT INTO flat.processes SELECT p.rid, h.host_rid, p.entity_id, p.seen_via, p.pid, p.name, p.executable, p.command_line, make_timestamp(p.start), make_timestamp(p."end"), p.exit_code, NULL FROM came_process p JOIN came_host h USING (host) ORDER BY p.rid`,
  );
  await run(
    `INSERT INTO flat.links SELECT DISTINCT ON (c.rid) c.rid, p.rid, l.method, l.confidence, l.rivals FROM ${rowsOf('links', gathered)} l JOIN came_process c ON c.host = l.host AND c.entity_id = l.child JOIN came_process p ON p.host = l.host AND p.entity_id = l.parent ORDER BY c.rid, l.confidence DESC, l.method, l.load`,
  );
  await run(
    `INSERT INTO flat.conflicts SELECT DISTINCT p.rid, c.field, c.log, c.value, NULL::BIGINT FROM ${rowsOf('conflicts', gathered)} c JOIN came_process p ON p.host = c.host AND p.entity_id = c.entity_id ORDER BY ALL`,
  );
}

function cameColumn(field: FieldName): string {
  const column = `c.${identifier(clusterColumn(field))}`;
  const type = FIELDS[field];
  if (type === 'date') return `make_timestamp(${column})`;
  if (type === 'flattened') return `CASE WHEN cardinality(${column}) > 0 THEN map_entries(${column}) END`;
  return type.endsWith('[]') ? `CASE WHEN len(${column}) > 0 THEN ${column} END` : column;
}

/** Inserts the rows of one table, so that their rowids are their numbers. */
async function fillEvents(database: Database, table: EventTable): Promise<void> {
  const isEvents = table === 'events';
  const resolved = LINKED_FIELDS.filter(
    (field) => isEvents || !(RESOLVED_FIELDS as readonly string[]).includes(field),
  );
  const columns = new Map<string, string>([
    ['source_id', 's.source_id'],
    ['record', 'c.record'],
    ['source', 'c.log'],
    ['kind', 'c.kind'],
    ['host_rid', 'h.host_rid'],
    ['process_rid', 'p.rid'],
    // A copy stays one where what it is a copy of did not come.
    ['copy_of', `CASE WHEN c.copy_of IS NOT NULL THEN coalesce(o.number, ${ORIGINALS} + abs(c.copy_of)) END`],
    ...(isEvents
      ? ([
          ['parent_source', 'c.parent_source'],
          ['aside', `c.aside::JSON::${ASIDE_TYPE}`],
        ] as const)
      : []),
    ...resolved.map(
      (field) => [resolvedColumn(field), `c.${identifier(resolvedClusterColumn(field))}`] as const,
    ),
    ...TABLE_FIELDS[table].map((field) => [identifier(field), cameColumn(field)] as const),
  ]);
  await execute(
    database,
    `INSERT INTO flat.${table} (${[...columns.keys()].join(', ')}) SELECT ${[...columns.values()].join(', ')} FROM came c JOIN numbered n USING (load, event) JOIN came_source s ON s.load = c.load AND s.source = c.source JOIN came_host h USING (host) ` +
      `LEFT JOIN came_process p ON p.host = c.host AND p.entity_id = c.process LEFT JOIN numbered o ON o.load = c.load AND o.event = c.copy_of ` +
      `WHERE (c.event >= 0) = ${isEvents} ORDER BY abs(n.number)`,
  );
}
