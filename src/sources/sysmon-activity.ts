import type { ActivityKind } from '../model/event-kind.ts';
import type { FieldName } from '../model/field.ts';
import type { Columns, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import {
  fileNameOf,
  first,
  hashNamed,
  registryHive,
  registryKey,
  registryText,
  registryType,
  sysmonGuid,
  unsigned,
} from './fields.ts';
import { answeredAddresses, fileAt, single } from './vendor-fields.ts';

/** A value of the event's data by its name, and optionally the ECS field in which a shipper's pipeline left it. */
type Data = (name: string, field?: FieldName) => Sql;

/** The values of an ECS field that a shipper's pipeline has filled. */
type List = (field: FieldName) => Sql;

const hashes = (data: Data, prefix: 'file' | 'dll'): Columns => ({
  [`${prefix}.hash.md5`]: first(hashNamed(data('Hashes'), 'MD5'), data('Hash', `${prefix}.hash.md5`)),
  [`${prefix}.hash.sha1`]: first(hashNamed(data('Hashes'), 'SHA1'), data('Hash', `${prefix}.hash.sha1`)),
  [`${prefix}.hash.sha256`]: first(
    hashNamed(data('Hashes'), 'SHA256'),
    data('Hash', `${prefix}.hash.sha256`),
  ),
  [`${prefix}.pe.imphash`]: hashNamed(data('Hashes'), 'IMPHASH'),
});

const signature = (data: Data, prefix: 'file' | 'dll'): Columns => ({
  [`${prefix}.code_signature.exists`]: `try_cast(${data('Signed', 'file.code_signature.exists')} AS BOOLEAN)`,
  [`${prefix}.code_signature.trusted`]: `(${data('Signed', 'file.code_signature.exists')} = 'true' AND ${data('SignatureStatus', 'file.code_signature.status')} = 'Valid')`,
  [`${prefix}.code_signature.status`]: data('SignatureStatus', 'file.code_signature.status'),
  [`${prefix}.code_signature.subject_name`]: data('Signature', 'file.code_signature.subject_name'),
});

const image = (data: Data): Columns => {
  const path = first(data('ImageLoaded', 'dll.path'), data('ImageLoaded', 'file.path'));
  return {
    ...fileAt(path),
    'dll.path': path,
    'dll.name': fileNameOf(path),
    ...hashes(data, 'dll'),
    ...hashes(data, 'file'),
    ...signature(data, 'dll'),
    ...signature(data, 'file'),
  };
};

const isTrue = (text: Sql): Sql => `lower(${text}) = 'true'`;

/** How Sysmon spells the names of ids in events in which one process acts on another. */
const GUID = { remote_thread: 'Guid', process_access: 'GUID' } as const;

/** The data of both processes of such an event. */
const bothOf = (kind: keyof typeof GUID): string[] => [
  `SourceProcess${GUID[kind]}`,
  'SourceProcessId',
  'SourceImage',
  'SourceUser',
  `TargetProcess${GUID[kind]}`,
  'TargetProcessId',
  'TargetImage',
  'TargetUser',
];

/** Names of the event's data that a kind keeps in `winlog.event_data`, since no ECS field says the same. */
const KEPT: Partial<Record<ActivityKind, readonly string[]>> = {
  file: ['RuleName', 'CreationUtcTime', 'PreviousCreationUtcTime', 'Contents', 'IsExecutable', 'Archived'],
  registry: ['RuleName', 'EventType', 'TargetObject', 'Details', 'NewName'],
  library: [
    'RuleName',
    'Company',
    'Description',
    'Product',
    'FileVersion',
    'OriginalFileName',
    'Signature',
    'SignatureStatus',
    'Signed',
  ],
  driver: ['RuleName', 'Signature', 'SignatureStatus', 'Signed'],
  pipe: ['RuleName', 'EventType', 'PipeName'],
  remote_thread: [...bothOf('remote_thread'), 'NewThreadId', 'StartAddress', 'StartModule', 'StartFunction'],
  process_access: [...bothOf('process_access'), 'SourceThreadId', 'GrantedAccess', 'CallTrace'],
  raw_access: ['Device'],
  tampering: ['RuleName', 'Type'],
  wmi: [
    'EventType',
    'Operation',
    'EventNamespace',
    'Name',
    'Query',
    'Type',
    'Destination',
    'Consumer',
    'Filter',
    'User',
  ],
  dns: ['QueryName', 'QueryStatus', 'QueryResults'],
  network: ['RuleName', 'Initiated', 'DestinationPortName', 'SourcePortName'],
  other: [
    'State',
    'Version',
    'SchemaVersion',
    'Configuration',
    'ConfigurationFileHash',
    'Session',
    'ClientInfo',
    'ID',
    'Description',
  ],
};

const COLUMNS: Partial<Record<ActivityKind, (data: Data, eventId: Sql, list: List) => Columns>> = {
  file: (data) => ({ ...fileAt(data('TargetFilename', 'file.path')), ...hashes(data, 'file') }),
  library: (data) => ({
    ...image(data),
    'dll.pe.original_file_name': `nullif(${data('OriginalFileName', 'file.pe.original_file_name')}, '?')`,
    'file.pe.original_file_name': `nullif(${data('OriginalFileName', 'file.pe.original_file_name')}, '?')`,
  }),
  driver: image,
  registry: (data, eventId, list) => {
    const path = data('TargetObject', 'registry.path');
    const change = first(data('EventType'), data('EventTypeOrignal'), `''`);
    const details = data('Details');
    return {
      'event.type': `CASE WHEN ${change} = 'CreateKey' THEN ['creation'] WHEN starts_with(${change}, 'Delete') THEN ['deletion'] ELSE ['change'] END`,
      'registry.path': path,
      'registry.hive': registryHive(path),
      'registry.key': registryKey(path, `${eventId} = '13'`),
      'registry.value': `nullif(parse_filename(${path}, false, 'backslash'), '')`,
      'registry.data.type': first(registryType(details), data('Details', 'registry.data.type')),
      'registry.data.strings': first(single(registryText(details)), list('registry.data.strings')),
    };
  },
  network: (data) => ({
    'network.transport': `lower(${data('Protocol', 'network.transport')})`,
    'network.type': first(
      `CASE ${isTrue(first(data('SourceIsIpv6'), data('DestinationIsIpv6')))} WHEN true THEN 'ipv6' WHEN false THEN 'ipv4' END`,
      data('Initiated', 'network.type'),
    ),
    'network.direction': first(
      `CASE ${isTrue(data('Initiated'))} WHEN true THEN 'egress' WHEN false THEN 'ingress' END`,
      data('Initiated', 'network.direction'),
    ),
    'network.protocol': data('DestinationPortName', 'network.protocol'),
    'source.ip': data('SourceIp', 'source.ip'),
    'source.port': unsigned(data('SourcePort', 'source.port')),
    'source.domain': data('SourceHostname', 'source.domain'),
    'destination.ip': data('DestinationIp', 'destination.ip'),
    'destination.port': unsigned(data('DestinationPort', 'destination.port')),
    'destination.domain': data('DestinationHostname', 'destination.domain'),
  }),
  dns: (data, _, list) => ({
    'network.protocol': `'dns'`,
    'dns.question.name': data('QueryName', 'dns.question.name'),
    'dns.resolved_ip': first(answeredAddresses(data('QueryResults')), list('dns.resolved_ip')),
  }),
  pipe: (data) => ({ 'file.name': first(data('PipeName'), data('PipeName', 'file.name')) }),
};

/** What an event that is no process's start or end says beyond who did it, for each kind. */
export const sysmonActivity = (kind: ActivityKind, data: Data, eventId: Sql, list: List): Columns => ({
  ...COLUMNS[kind]?.(data, eventId, list),
  'winlog.event_data': eventData((name) => data(name), KEPT[kind] ?? []),
});

/** Who acts: of two processes in one event the source, which stays in `winlog.event_data` beside the target. */
export function sysmonActor(kind: ActivityKind, data: Data): Columns {
  const spelling: string | undefined = GUID[kind as keyof typeof GUID];
  const actor = (own: Sql, source: string): Sql => (spelling === undefined ? own : first(data(source), own));
  return {
    'process.entity_id': sysmonGuid(
      actor(data('ProcessGuid', 'process.entity_id'), `SourceProcess${spelling}`),
    ),
    'process.pid': unsigned(actor(data('ProcessId', 'process.pid'), 'SourceProcessId')),
    'process.executable': actor(data('Image', 'process.executable'), 'SourceImage'),
  };
}
