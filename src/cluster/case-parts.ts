import { FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { type Database, query } from '../store/database.ts';
import { FACET_SQL, FACETS, USER_KEY } from '../store/prevalence.ts';
import { identifier } from '../store/quote.ts';
import {
  type EventTable,
  eventNumber,
  RESOLVED_FIELDS,
  resolvedColumn,
  TABLE_FIELDS,
} from '../store/schema.ts';
import { clusterColumn, LINKED_FIELDS, resolvedClusterColumn } from './columns.ts';
import { columnsOf, type TableName } from './tables.ts';

/** A part of a case that goes into one table of the cluster, in batches by a number that its rows have. */
export interface CasePart {
  readonly name: string;
  readonly table: TableName;
  /** Rows are numbered below this. */
  readonly end: number;
  readonly batchSize: number;
  /**
   * SQL of the case for rows `from` to below `to` with the table's columns but `load` and `batch`, in order; `host` is SQL
   * for whether a host's key, of alias `h`, is wanted.
   */
  readonly select: (from: number, to: number, host: string) => string;
}

/** Rows of a batch: each takes some 200 bytes of memory a filled column while it is sent. */
const BATCH = 200_000;

/** Missing lists are empty in ClickHouse, and lists that are empty hold one NULL. */
const list = (sql: string): string =>
  `CASE WHEN ${sql} IS NULL THEN [] WHEN len(${sql}) = 0 THEN [NULL] ELSE ${sql} END`;

const map = (sql: string): string => `coalesce(map_from_entries(${sql}), MAP {})`;

function stored(field: FieldName, sql: string): string {
  const type = FIELDS[field];
  if (type.endsWith('[]')) return list(sql);
  return type === 'date' ? `epoch_us(${sql})` : type === 'flattened' ? map(sql) : sql;
}

const ORDERED = `CASE WHEN e."@timestamp" BETWEEN TIMESTAMP '1900-01-01' AND TIMESTAMP '2299-12-31' THEN e."@timestamp" ELSE TIMESTAMP '1970-01-01' END`;

function eventColumns(table: EventTable): Map<string, string> {
  const fields: readonly string[] = TABLE_FIELDS[table];
  const isEvents = table === 'events';
  return new Map<string, string>([
    ['event', eventNumber(table, 'e.rowid')],
    ['source', 'e.source_id'],
    ['record', 'e.record'],
    ['log', 'e.source'],
    ['kind', 'e.kind'],
    ['host', 'h.host_key'],
    ['process', 'p.entity_id'],
    ['copy_of', 'e.copy_of'],
    ['parent_source', isEvents ? 'e.parent_source' : 'NULL::VARCHAR'],
    ['time', ORDERED],
    [
      'aside',
      isEvents ? 'CASE WHEN e.aside IS NOT NULL THEN to_json(e.aside)::VARCHAR END' : 'NULL::VARCHAR',
    ],
    ...LINKED_FIELDS.map((field): [string, string] => [
      resolvedClusterColumn(field),
      isEvents || !(RESOLVED_FIELDS as readonly string[]).includes(field)
        ? `e.${resolvedColumn(field)}`
        : 'NULL',
    ]),
    ...FIELD_NAMES.filter((field) => fields.includes(field)).map((field): [string, string] => [
      clusterColumn(field),
      stored(field, `e.${identifier(field)}`),
    ]),
  ]);
}

const selectList = (columns: ReadonlyMap<string, string>): string =>
  [...columns].map(([name, sql]) => `${sql} AS ${identifier(name)}`).join(', ');

const eventsPart = (table: EventTable, end: number): CasePart => ({
  name: table,
  table: 'events',
  end,
  batchSize: BATCH,
  select: (from, to, host) =>
    `SELECT ${selectList(eventColumns(table))} FROM flat.${table} e JOIN flat.hosts h USING (host_rid) LEFT JOIN flat.processes p ON p.rid = e.process_rid WHERE e.rowid >= ${from} AND e.rowid < ${to} AND ${host} ORDER BY h.host_key, ${ORDERED}, e.rowid`,
});

const PROCESS = `p.rid, h.host_key AS host, p.entity_id, p.seen_via, p.pid, p.name, p.executable, p.command_line, epoch_us(p.start) AS start, epoch_us(p."end") AS "end", p.exit_code, p.event, lower(p.name) AS name_key, ${FACETS.map((facet) => `${FACET_SQL[facet]} AS ${identifier(facet)}`).join(', ')}, ${USER_KEY} AS user_key`;

/** What a case has, in the order in which it is loaded: what others refer to comes first. */
export async function caseParts(database: Database): Promise<CasePart[]> {
  const count = async (sql: string): Promise<number> =>
    (await query<{ n: number }>(database, `SELECT coalesce(${sql}, 0) AS n`))[0]?.n ?? 0;
  const ofHosts = (name: TableName, end: number, sql: string, order: string): CasePart => ({
    name,
    table: name,
    end,
    batchSize: BATCH,
    select: (from, to, host) =>
      `${sql.replaceAll('$from', String(from)).replaceAll('$to', String(to))} AND ${host} ORDER BY ${order}`,
  });
  const processes = await count('(SELECT max(rid) + 1 FROM flat.processes)');
  return [
    {
      name: 'sources',
      table: 'sources',
      end: 1,
      batchSize: 1,
      select: () =>
        'SELECT source_id AS source, path, sha256, format, bytes, records, events, rejected, skipped FROM flat.sources ORDER BY source_id',
    },
    ofHosts('hosts', 1, 'SELECT host_key AS host, id, name FROM flat.hosts h WHERE TRUE', 'host'),
    eventsPart('events', await count('(SELECT count(*) FROM flat.events)')),
    eventsPart('activity', await count('(SELECT count(*) FROM flat.activity)')),
    ofHosts(
      'processes',
      processes,
      `SELECT ${PROCESS} FROM flat.processes p JOIN flat.hosts h USING (host_rid) LEFT JOIN flat.events e ON e.rowid = p.event WHERE p.rid >= $from AND p.rid < $to`,
      'p.rid',
    ),
    ofHosts(
      'links',
      processes,
      'SELECT h.host_key AS host, c.entity_id AS child, p.entity_id AS parent, l.method, l.confidence, l.rivals FROM flat.links l JOIN flat.processes c ON c.rid = l.child_rid JOIN flat.processes p ON p.rid = l.parent_rid JOIN flat.hosts h ON h.host_rid = c.host_rid WHERE l.child_rid >= $from AND l.child_rid < $to',
      'l.child_rid',
    ),
    ofHosts(
      'conflicts',
      processes,
      'SELECT DISTINCT h.host_key AS host, p.entity_id, c.field, c.log, c.value FROM flat.conflicts c JOIN flat.processes p USING (rid) JOIN flat.hosts h USING (host_rid) WHERE c.rid >= $from AND c.rid < $to',
      'ALL',
    ),
  ];
}

/** Columns of a part that is written: those of its table that the case fills. */
export function writtenColumns(part: CasePart): string[] {
  const names = columnsOf(part.table).map(({ name }) => name);
  if (part.table !== 'events') return names;
  const filled = eventColumns(part.name as EventTable);
  return names.filter((name) => name === 'load' || name === 'batch' || filled.has(name));
}
