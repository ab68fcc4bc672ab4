import { type ClusterColumn, EVENT_COLUMNS } from './columns.ts';

/** A table of Stemma's in ClickHouse. */
export interface ClusterTable {
  readonly columns: readonly ClusterColumn[];
  readonly orderBy: string;
  readonly partitionBy?: string;
  /** Indexes and projections. */
  readonly extras?: readonly string[];
  /** Column that says on which shard a row is kept; without it every shard has all rows. */
  readonly shardBy?: string;
}

const HEAD: readonly ClusterColumn[] = [
  { name: 'load', type: 'LowCardinality(String)' },
  { name: 'batch', type: 'UInt32' },
];
const text = (name: string): ClusterColumn => ({ name, type: 'Nullable(String)' });
const integer = (name: string): ClusterColumn => ({ name, type: 'Nullable(Int64)' });

/** The tables that `cluster init` makes. Events and what hangs on them lie together by host, and by time within it. */
export const CLUSTER_TABLES = {
  loads: {
    columns: [
      { name: 'load', type: 'String' },
      { name: 'part', type: 'LowCardinality(String)' },
      { name: 'batch', type: 'UInt32' },
      { name: 'rows', type: 'UInt64' },
      { name: 'shard', type: 'UInt32' },
      { name: 'shards', type: 'UInt32' },
      { name: 'at', type: "DateTime('UTC')" },
    ],
    orderBy: 'load, part, batch',
  },
  sources: {
    columns: [
      ...HEAD,
      { name: 'source', type: 'UInt32' },
      { name: 'path', type: 'String' },
      { name: 'sha256', type: 'String' },
      { name: 'format', type: 'String' },
      ...['bytes', 'records', 'events', 'rejected', 'skipped'].map(integer),
    ],
    orderBy: 'load, source',
  },
  hosts: {
    columns: [...HEAD, { name: 'host', type: 'String' }, text('id'), { name: 'name', type: 'String' }],
    orderBy: 'host, load',
    shardBy: 'host',
  },
  events: {
    columns: EVENT_COLUMNS,
    orderBy: 'host, time',
    partitionBy: 'toYYYYMM(time)',
    extras: [
      'INDEX time_range time TYPE minmax GRANULARITY 1',
      'INDEX process_filter process TYPE bloom_filter GRANULARITY 1',
    ],
    shardBy: 'host',
  },
  processes: {
    columns: [
      ...HEAD,
      // Its number in the case, for the order alone.
      { name: 'rid', type: 'Int64' },
      { name: 'host', type: 'String' },
      { name: 'entity_id', type: 'String' },
      { name: 'seen_via', type: 'LowCardinality(String)' },
      ...[integer('pid'), text('name'), text('executable'), text('command_line')],
      ...['start', 'end', 'exit_code', 'event'].map(integer),
      // What prevalence counts, as the case has it.
      ...['name_key', 'pair', 'path', 'hash', 'signer', 'shape', 'user_key'].map(text),
    ],
    orderBy: 'host, entity_id',
    extras: [
      'INDEX name_filter name_key TYPE bloom_filter GRANULARITY 1',
      'INDEX pair_filter pair TYPE bloom_filter GRANULARITY 1',
      'INDEX hash_filter hash TYPE bloom_filter GRANULARITY 1',
    ],
    shardBy: 'host',
  },
  links: {
    columns: [
      ...HEAD,
      { name: 'host', type: 'String' },
      { name: 'child', type: 'String' },
      { name: 'parent', type: 'String' },
      { name: 'method', type: 'LowCardinality(String)' },
      { name: 'confidence', type: 'Float64' },
      { name: 'rivals', type: 'UInt32' },
    ],
    orderBy: 'host, child',
    extras: ['PROJECTION downwards (SELECT * ORDER BY host, parent)'],
    shardBy: 'host',
  },
  conflicts: {
    columns: [
      ...HEAD,
      { name: 'host', type: 'String' },
      { name: 'entity_id', type: 'String' },
      ...['field', 'log', 'value'].map(text),
    ],
    orderBy: 'host, entity_id',
    shardBy: 'host',
  },
} as const satisfies Record<string, ClusterTable>;

/** The name of one of the tables. */
export type TableName = keyof typeof CLUSTER_TABLES;

/** The names of the tables. */
export const TABLE_NAMES = Object.keys(CLUSTER_TABLES) as TableName[];

/** A name of ClickHouse, quoted. */
export const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``;

/** The columns of a table. */
export const columnsOf = (table: TableName): readonly ClusterColumn[] => CLUSTER_TABLES[table].columns;

/**
 * The statements that make the tables where they are not there yet. On a cluster of ClickHouse's own, `cluster`, each
 * table is made on every node as `NAME_local`, and a distributed one over them keeps rows of a host on one shard.
 */
export function createStatements(cluster?: string): string[] {
  return TABLE_NAMES.flatMap((name) => {
    const table: ClusterTable = CLUSTER_TABLES[name];
    const columns = table.columns.map(({ name: column, type }) => `${quoted(column)} ${type}`);
    const on = cluster === undefined ? '' : ` ON CLUSTER ${quoted(cluster)}`;
    const local = cluster === undefined ? name : `${name}_local`;
    const settings = table.extras?.some((extra) => extra.startsWith('PROJECTION'))
      ? " SETTINGS lightweight_mutation_projection_mode = 'rebuild'"
      : '';
    const create =
      `CREATE TABLE IF NOT EXISTS ${local}${on} (${[...columns, ...(table.extras ?? [])].join(', ')}) ENGINE = MergeTree` +
      `${table.partitionBy === undefined ? '' : ` PARTITION BY ${table.partitionBy}`} ORDER BY (${table.orderBy})${settings}`;
    if (cluster === undefined) return [create];
    const key = table.shardBy === undefined ? 'cityHash64(load)' : `cityHash64(${table.shardBy})`;
    return [
      create,
      `CREATE TABLE IF NOT EXISTS ${name}${on} (${columns.join(', ')}) ENGINE = Distributed(${quoted(cluster)}, currentDatabase(), ${local}, ${key})`,
    ];
  });
}
