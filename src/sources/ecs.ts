import { type ActivityKind, type EventKind, isProcessKind, PROCESS_KINDS } from '../model/event-kind.ts';
import {
  type ColumnType,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type FieldType,
  PROCESS_FIELD_NAMES,
} from '../model/field.ts';
import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import {
  bareName,
  clean,
  defendIdPid,
  defendIdStart,
  first,
  imageName,
  instant,
  unsigned,
  unusableParent,
} from './fields.ts';
import { aside } from './vendor-fields.ts';

const BY_TYPE: Record<FieldType, (raw: RawRecord, field: string) => Sql> = {
  keyword: (raw, field) => raw.once(clean(raw.text(field))),
  'keyword[]': (raw, field) => raw.list(field),
  long: (raw, field) => unsigned(raw.text(field)),
  double: (raw, field) => `try_cast(${raw.text(field)} AS DOUBLE)`,
  boolean: (raw, field) => `try_cast(${raw.text(field)} AS BOOLEAN)`,
  date: (raw, field) => raw.once(instant(raw.text(field))),
  ip: (raw, field) => clean(`${raw.list(field)}[1]`),
  'ip[]': (raw, field) => raw.list(field),
};

const has = (raw: RawRecord, field: string, value: string): Sql =>
  `coalesce(list_contains(${raw.list(field)}, '${value}'), false)`;

/** Which kind of record each category of ECS means, the more telling first. */
const CATEGORIES: Readonly<Record<string, ActivityKind>> = {
  library: 'library',
  driver: 'driver',
  registry: 'registry',
  file: 'file',
  dns: 'dns',
  network: 'network',
  api: 'api',
  authentication: 'logon',
  iam: 'account',
};

/** Groups of fields that only some kinds of records have; other groups are read of every record. */
const GROUPS: Readonly<Record<string, readonly EventKind[]>> = {
  file: ['file', 'library', 'driver', 'other'],
  dll: ['library', 'driver', 'other'],
  registry: ['registry', 'other'],
  network: ['network', 'dns', 'logon', 'other'],
  source: ['network', 'dns', 'logon', 'other'],
  destination: ['network', 'dns', 'other'],
  dns: ['network', 'dns', 'other'],
  service: ['service', 'other'],
};

const isRead = (field: FieldName, kind: EventKind): boolean =>
  (PROCESS_FIELD_NAMES as readonly FieldName[]).includes(field) ||
  (!isProcessKind(kind) && (GROUPS[field.split('.')[0] as string]?.includes(kind) ?? true));

const processKind = (raw: RawRecord): Sql =>
  `WHEN ${has(raw, 'event.category', 'process')} THEN CASE WHEN ${raw.text('event.action')} = 'already_running' THEN 'already_running' ` +
  `WHEN ${has(raw, 'event.type', 'start')} THEN 'start' WHEN ${has(raw, 'event.type', 'end')} THEN 'end' ELSE 'other' END`;

/** Documents that already are ECS: nearly an identity. */
export const ecs: Source = {
  name: 'ecs',
  yields: true,
  recognises: (raw) => `(${raw.list('event.category')} IS NOT NULL)`,
  kinds: [...PROCESS_KINDS, ...new Set(Object.values(CATEGORIES)), 'other'],
  // What is of a process and of something else is the something else: it starts no process.
  kind: (raw) =>
    `CASE ${Object.entries(CATEGORIES)
      .map(([category, kind]) => `WHEN ${has(raw, 'event.category', category)} THEN '${kind}'`)
      .join(' ')} ${processKind(raw)} WHEN ${raw.list('event.category')} IS NOT NULL THEN 'other' END`,
  label: (raw) =>
    `concat_ws(' ', 'ecs', ${raw.text('event.dataset')}, array_to_string(${raw.list('event.category')}, '+'), ${raw.text('event.action')})`,
  columns: (raw, kind) => {
    const columns: Columns = {};
    for (const field of FIELD_NAMES) {
      const type: ColumnType = FIELDS[field];
      if (type !== 'flattened' && isRead(field, kind)) columns[field] = BY_TYPE[type](raw, field);
    }
    return { ...columns, ...derived(raw, kind) };
  },
};

/** Elastic Defend's own documents: told apart early, and cheaply, from those that vendors' pipelines make. */
export const endpoint: Source = {
  ...ecs,
  yields: false,
  recognises: (raw) =>
    `(coalesce(${raw.text('agent.type')} = 'endpoint', false) OR coalesce(starts_with(${raw.text('event.dataset')}, 'endpoint.events.'), false))`,
};

/** Names of a Windows event's data that documents of other channels are asked for. */
const EVENT_DATA = [
  'ServiceName',
  'ImagePath',
  'ServiceType',
  'StartType',
  'AccountName',
  'SubjectUserName',
  'TargetUserName',
  'TaskName',
  'ObjectName',
  'param1',
  'param2',
  'param3',
];

const WITH_EVENT_DATA: readonly EventKind[] = ['logon', 'account', 'other'];

/** Fields that take more than a look at the field of the same name. */
function derived(raw: RawRecord, kind: EventKind): Columns {
  const text = (field: string): Sql => raw.once(clean(raw.text(field)));
  const id = text('process.entity_id');
  const executable = text('process.executable');
  const parentName = raw.once(
    first(bareName(text('process.parent.name')), imageName(text('process.parent.executable'))),
  );
  const time = BY_TYPE.date(raw, '@timestamp');
  const running = `coalesce(${raw.text('event.action')} = 'already_running', false)`;
  return {
    'event.code': first(raw.text('event.code'), raw.text('winlog.event_id')),
    'host.os.type': first(
      `lower(${text('host.os.type')})`,
      `CASE WHEN contains(${executable}, '\\') THEN 'windows' END`,
    ),
    'process.name': first(text('process.name'), imageName(executable)),
    'process.pid': first(
      unsigned(raw.text('process.pid')),
      `CASE WHEN ${running} THEN ${defendIdPid(id)} END`,
    ),
    // A connection's or a logon's start is not that of the process.
    'process.start': isProcessKind(kind)
      ? first(
          BY_TYPE.date(raw, 'process.start'),
          `CASE WHEN ${running} THEN ${defendIdStart(id)} WHEN ${has(raw, 'event.type', 'start')} THEN ${time} END`,
        )
      : BY_TYPE.date(raw, 'process.start'),
    'process.end': isProcessKind(kind)
      ? first(BY_TYPE.date(raw, 'process.end'), `CASE WHEN ${has(raw, 'event.type', 'end')} THEN ${time} END`)
      : BY_TYPE.date(raw, 'process.end'),
    'process.code_signature.exists': signature(raw, 'exists', 'BOOLEAN'),
    'process.code_signature.trusted': signature(raw, 'trusted', 'BOOLEAN'),
    'process.code_signature.status': signature(raw, 'status', 'VARCHAR'),
    'process.code_signature.subject_name': signature(raw, 'subject_name', 'VARCHAR'),
    'process.Ext.authentication_id': `lower(${raw.text('process.Ext.authentication_id')})`,
    'process.Ext.token.integrity_level_name': `lower(${raw.text('process.Ext.token.integrity_level_name')})`,
    'process.parent.pid': `nullif(${unsigned(raw.text('process.parent.pid'))}, 0)`,
    'process.parent.name': parentName,
    ...(kind === 'start' || kind === 'already_running'
      ? {
          aside: aside(
            unusableParent(
              first(raw.text('process.parent.name'), raw.text('process.parent.executable')),
              parentName,
            ),
          ),
        }
      : {}),
    'winlog.computer_name': first(text('winlog.computer_name'), text('host.name')),
    ...(WITH_EVENT_DATA.includes(kind)
      ? { 'winlog.event_data': eventData((name) => clean(raw.text(`winlog.event_data.${name}`)), EVENT_DATA) }
      : {}),
  };
}

/** Elastic Defend writes the signature as an object, as an array under `Ext`, or as both. */
const signature = (raw: RawRecord, part: string, type: 'BOOLEAN' | 'VARCHAR'): Sql => {
  const extended = raw.once(`try_cast(${raw.text('process.Ext.code_signature')} AS JSON)`);
  const under = (path: string): Sql => `json_extract_string(${extended}, '${path}.${part}')`;
  return `try_cast(${first(raw.text(`process.code_signature.${part}`), under('$[0]'), under('$'))} AS ${type})`;
};
