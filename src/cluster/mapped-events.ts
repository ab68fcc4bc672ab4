import { clickhouseText } from '../eql/sql-clickhouse.ts';
import { type ColumnType, FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { ask } from './ask.ts';
import {
  CLUSTER_TYPES,
  clusterColumn,
  EVENT_COLUMNS,
  LINKED_FIELDS,
  resolvedClusterColumn,
} from './columns.ts';
import type { Shard } from './connect.ts';
import { type ClusterEvents, OWN_EVENTS } from './events.ts';
import { type Mapping, mappedLoad } from './mapping.ts';

const MOMENT_ZERO = "toDateTime64(0, 6, 'UTC')";

/** The type of ClickHouse without what wraps it. */
const plainType = (type: string): string =>
  type.replace(/^LowCardinality\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');

const asText = (sql: string): string => `CAST(${sql} AS Nullable(String))`;

/** SQL that brings an expression of some type to the type that a field has in Stemma's own table. */
function converted(sql: string, from: string, to: ColumnType): string {
  const plain = plainType(from);
  const isText = /^(?:String|FixedString|Enum)/.test(plain);
  if (to === 'flattened') return `CAST(${sql} AS ${CLUSTER_TYPES.flattened})`;
  if (to === 'keyword[]' || to === 'ip[]')
    return plain.startsWith('Array')
      ? `CAST(${sql} AS ${CLUSTER_TYPES[to]})`
      : `if(isNull(${sql}), CAST([] AS ${CLUSTER_TYPES[to]}), [${asText(sql)}])`;
  if (to === 'date') {
    if (isText) return `toUnixTimestamp64Micro(parseDateTime64BestEffortOrNull(${asText(sql)}, 6, 'UTC'))`;
    if (plain.startsWith('Date')) return `toUnixTimestamp64Micro(toDateTime64(${sql}, 6, 'UTC'))`;
    return `CAST(${sql} AS Nullable(Int64))`;
  }
  if (to === 'long') return isText ? `toInt64OrNull(${asText(sql)})` : `CAST(${sql} AS Nullable(Int64))`;
  if (to === 'double')
    return isText ? `toFloat64OrNull(${asText(sql)})` : `CAST(${sql} AS Nullable(Float64))`;
  if (to === 'boolean')
    return isText
      ? `multiIf(lower(${asText(sql)}) IN ('true', '1'), true, lower(${asText(sql)}) IN ('false', '0'), false, NULL)`
      : `CAST(${sql} AS Nullable(Bool))`;
  return asText(sql);
}

/** Categories of ECS, and the kinds that their records have, first first. */
const KINDS = ['file', 'registry', 'network', 'dns', 'library', 'driver', 'service'] as const;

const DERIVED_KIND =
  `multiIf(has(event_category, 'process') AND has(event_type, 'start'), 'start', has(event_category, 'process') AND has(event_type, 'end'), 'end', ` +
  `has(event_category, 'process') AND has(event_type, 'info'), 'already_running', ${KINDS.map((kind) => `has(event_category, '${kind}'), '${kind}'`).join(', ')}, has(event_category, 'authentication'), 'logon', 'other')`;

/** The id of a process whose record has none, from what its start says. */
const MADE_ID = `concat('syn:', lower(hex(SHA1(concat(host, '|', ifNull(toString(process_pid), ''), '|', ifNull(toString(intDiv(coalesce(process_start, timestamp), 1000)), ''), '|', ifNull(lower(process_executable), ''))))))`;

/**
 * The events of a table that is not Stemma's, as if they stood in Stemma's own. An event is named by a hash of all that it
 * says: rows that say the same are one.
 * @throws InputError where ClickHouse does not understand the mapping.
 */
export async function mappedEvents(shard: Shard, mapping: Mapping): Promise<ClusterEvents> {
  const mapped = mappedFields(mapping);
  // Names of the table's columns and Stemma's are kept apart: an alias would hide a column.
  const read = new Map<string, string>([
    ['their_time', mapping.time ?? mapping.fields['@timestamp'] ?? MOMENT_ZERO],
    ['their_host', mapping.host ?? 'NULL'],
    ['their_kind', mapping.kind ?? 'NULL'],
    ['their_log', mapping.log ?? "'clickhouse'"],
    ...mapped.map((field) => [`their_${clusterColumn(field)}`, mapping.fields[field] as string] as const),
  ]);
  const theirs = `(SELECT ${[...read].map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM ${mapping.table})`;
  const described = await ask<{ name: string; type: string }>(
    shard,
    `the columns of ${mapping.table}`,
    `DESCRIBE TABLE ${theirs}`,
  );
  const types = new Map(described.map(({ name, type }) => [name, type] as const));
  const fields = FIELD_NAMES.map((field): string => {
    const name = `their_${clusterColumn(field)}`;
    const type = types.get(name);
    const sql = type === undefined ? missing(FIELDS[field]) : converted(name, type, FIELDS[field]);
    return `${sql} AS ${clusterColumn(field)}`;
  });
  const converts = `(SELECT their_time, their_host, their_kind, their_log, ${fields.join(', ')} FROM ${theirs})`;
  const content = `toInt64(bitShiftRight(cityHash64(toString(tuple(${mapped.map(clusterColumn).join(', ')}))), 12))`;
  const columns: Readonly<Record<string, string>> = {
    load: clickhouseText(mappedLoad(mapping)),
    source: 'toUInt32(0)',
    kind: mapping.kind === undefined ? DERIVED_KIND : 'toString(their_kind)',
    // Whole numbers beyond 2^53 are none of JavaScript's.
    event: `if(kind IN ('start', 'end', 'already_running'), ${content}, -1 - ${content})`,
    record: 'toInt64(if(event >= 0, event, -1 - event))',
    log: 'toString(their_log)',
    host:
      mapping.host === undefined
        ? "coalesce(host_id, lowerUTF8(host_name), '')"
        : "ifNull(toString(their_host), '')",
    process: `coalesce(process_entity_id, if(kind IN ('start', 'already_running'), ${MADE_ID}, NULL))`,
    copy_of: 'CAST(NULL AS Nullable(Int64))',
    parent_source: `if(kind IN ('start', 'already_running') AND isNotNull(process_parent_name), 'reported', CAST(NULL AS Nullable(String)))`,
    time: timeOf(types.get('their_time') ?? ''),
    aside: missing('keyword'),
  };
  const all = [
    ...Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`),
    ...LINKED_FIELDS.map((field) => `${missing(FIELDS[field])} AS ${resolvedClusterColumn(field)}`),
    ...FIELD_NAMES.map(clusterColumn),
  ];
  const selected = EVENT_COLUMNS.flatMap(({ name }) =>
    name === 'batch' ? [] : [name === 'time' ? "toDateTime64(time, 6, 'UTC') AS time" : name],
  );
  return {
    ...OWN_EVENTS,
    from: `(SELECT ${all.join(', ')} FROM ${converts})`,
    columns: selected.join(', '),
    loads: `load = ${clickhouseText(mappedLoad(mapping))}`,
  };
}

/** A column of times as it stands, so that the table can look up ranges of it. */
function timeOf(type: string): string {
  if (!plainType(type).startsWith('DateTime'))
    return `ifNull(fromUnixTimestamp64Micro(timestamp, 'UTC'), ${MOMENT_ZERO})`;
  return type.includes('Nullable') ? `ifNull(their_time, ${MOMENT_ZERO})` : 'their_time';
}

const missing = (type: ColumnType): string =>
  type === 'flattened'
    ? `CAST(map() AS ${CLUSTER_TYPES.flattened})`
    : type.endsWith('[]')
      ? `CAST([] AS ${CLUSTER_TYPES[type]})`
      : `CAST(NULL AS ${CLUSTER_TYPES[type]})`;

/** The fields of a mapping. */
const mappedFields = ({ fields }: Mapping): readonly FieldName[] =>
  FIELD_NAMES.filter((field) => fields[field] !== undefined);
