import { clickhouseText } from '../eql/sql-clickhouse.ts';
import {
  type ColumnType,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type FieldPath,
  flattenedKey,
} from '../model/field.ts';
import { NAMED_FIELDS, RESOLVED_FIELDS } from '../store/schema.ts';

/** The column of a field in ClickHouse, where a dot would make columns of lists parts of one nested table. */
export const clusterColumn = (field: FieldName): string =>
  field === '@timestamp' ? 'timestamp' : field.replaceAll('.', '_');

/** The column of what linking found for a field that the record does not have. */
export const resolvedClusterColumn = (field: FieldName): string => `resolved_${clusterColumn(field)}`;

/** Types of ClickHouse; dates are microseconds since 1970, for DateTime64 ends in 2299 and logs may lie. */
export const CLUSTER_TYPES: Record<ColumnType, string> = {
  keyword: 'Nullable(String)',
  'keyword[]': 'Array(Nullable(String))',
  long: 'Nullable(Int64)',
  double: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
  date: 'Nullable(Int64)',
  ip: 'Nullable(String)',
  'ip[]': 'Array(Nullable(String))',
  flattened: 'Map(String, Nullable(String))',
};

/** Keywords of so few values that ClickHouse keeps them as numbers of a dictionary. */
const FEW_VALUES = new Set<FieldName>([
  'event.action',
  'event.code',
  'event.outcome',
  'event.provider',
  'event.dataset',
  'host.id',
  'host.name',
  'host.os.type',
  'agent.id',
  'user.id',
  'user.name',
  'user.domain',
  'process.name',
  'process.executable',
  'process.parent.name',
  'process.parent.executable',
  'process.pe.original_file_name',
  'process.code_signature.subject_name',
  'winlog.channel',
  'winlog.computer_name',
]);

/** A column of a table in ClickHouse. */
export interface ClusterColumn {
  readonly name: string;
  readonly type: string;
}

const fieldColumn = (field: FieldName, name: string): ClusterColumn => ({
  name,
  type: FEW_VALUES.has(field) ? 'LowCardinality(Nullable(String))' : CLUSTER_TYPES[FIELDS[field]],
});

/** The fields that linking may resolve. */
export const LINKED_FIELDS = [...RESOLVED_FIELDS, ...NAMED_FIELDS] as const;

/** What an event has beside its fields: where it came from, and what linking made of it. */
const EVENT_HEAD: readonly ClusterColumn[] = [
  // Which load brought it, and its number in the case that was loaded: activity counts down from -1.
  { name: 'load', type: 'LowCardinality(String)' },
  { name: 'batch', type: 'UInt32' },
  { name: 'event', type: 'Int64' },
  { name: 'source', type: 'UInt32' },
  { name: 'record', type: 'Int64' },
  { name: 'log', type: 'LowCardinality(String)' },
  { name: 'kind', type: 'LowCardinality(String)' },
  { name: 'host', type: 'String' },
  { name: 'process', type: 'Nullable(String)' },
  { name: 'copy_of', type: 'Nullable(Int64)' },
  { name: 'parent_source', type: 'LowCardinality(Nullable(String))' },
  // `timestamp` to order and slice by, 1970 where it is missing.
  { name: 'time', type: "DateTime64(6, 'UTC')" },
  // As JSON: nothing in it is asked for there.
  { name: 'aside', type: 'Nullable(String)' },
];

/** Every column of the table of events. */
export const EVENT_COLUMNS: readonly ClusterColumn[] = [
  ...EVENT_HEAD,
  ...LINKED_FIELDS.map((field) => fieldColumn(field, resolvedClusterColumn(field))),
  ...FIELD_NAMES.map((field) => fieldColumn(field, clusterColumn(field))),
];

/** A command line split as the macro `argv` of a case splits it; by the same library of regular expressions. */
const argv = (line: string): string =>
  `arrayMap(word -> CAST(replaceAll(replaceRegexpAll(word, ${clickhouseText('(^|[^\\\\])"')}, ${clickhouseText('\\1')}), ${clickhouseText('\\"')}, '"') AS Nullable(String)), extractAll(coalesce(${line}, ''), ${clickhouseText('(?:\\\\"|[^\\s"]|"(?:\\\\"|[^"])*"?)+')}))`;

const orSplit = (args: FieldName, line: string): string =>
  `if(notEmpty(${clusterColumn(args)}), ${clusterColumn(args)}, ${argv(line)})`;

const orCounted = (count: FieldName, args: string): string =>
  `coalesce(${clusterColumn(count)}, if(notEmpty(${args}), toInt64(length(${args})), NULL))`;

const SPLIT: Partial<Record<FieldName, () => string>> = {
  'process.args': () => orSplit('process.args', clusterColumn('process.command_line')),
  'process.args_count': () => orCounted('process.args_count', ruleColumn('process.args')),
  'process.parent.args': () => orSplit('process.parent.args', ruleColumn('process.parent.command_line')),
  'process.parent.args_count': () =>
    orCounted('process.parent.args_count', ruleColumn('process.parent.args')),
};

/** SQL of ClickHouse for a field as rules read it: what `eventColumn` is in a case. */
export function ruleColumn(field: FieldPath): string {
  const key = flattenedKey(field);
  if (key !== undefined) return `${clusterColumn(key.field)}[${clickhouseText(key.key)}]`;
  const name = field as FieldName;
  const split = SPLIT[name];
  if (split !== undefined) return split();
  if (!(LINKED_FIELDS as readonly string[]).includes(name)) return clusterColumn(name);
  const both = [clusterColumn(name), resolvedClusterColumn(name)];
  return `coalesce(${(name === 'process.parent.executable' ? both.reverse() : both).join(', ')})`;
}
