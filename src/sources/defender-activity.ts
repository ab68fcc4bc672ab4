import type { EventKind } from '../model/event-kind.ts';
import type { Columns, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import { clean, first, unsigned } from './fields.ts';
import {
  answeredAddresses,
  digest,
  fileAt,
  logonId,
  originalFileAt,
  registryAt,
  single,
} from './vendor-fields.ts';

type Column = (name: string) => Sql;

/** Path of a file from its folder, which most tables give with the file's name and some without. */
export const pathOf = (folder: Sql, name: Sql): Sql =>
  `CASE WHEN ${name} IS NULL OR ends_with(lower(${folder}), '\\' || lower(${name})) OR ends_with(${folder}, '/' || ${name}) THEN ${folder} ` +
  `WHEN contains(${folder}, '/') AND NOT contains(${folder}, '\\') THEN rtrim(${folder}, '/') || '/' || ${name} ELSE rtrim(${folder}, '\\') || '\\' || ${name} END`;

/** What only the JSON of AdditionalFields says. */
const additional = (column: Column, name: string): Sql =>
  clean(`json_extract_string(try_cast(${column('AdditionalFields')} AS JSON), '$.${name}')`);

const path = (column: Column): Sql => pathOf(column('FolderPath'), column('FileName'));

const hashes = (column: Column, prefix: 'file' | 'dll'): Columns => ({
  [`${prefix}.hash.md5`]: digest(column('MD5')),
  [`${prefix}.hash.sha1`]: digest(column('SHA1')),
  [`${prefix}.hash.sha256`]: digest(column('SHA256')),
});

const image = (column: Column): Columns => {
  const file = fileAt(path(column));
  return {
    ...file,
    'dll.path': file['file.path'] as Sql,
    'dll.name': file['file.name'] as Sql,
    ...hashes(column, 'dll'),
    ...hashes(column, 'file'),
    'file.size': unsigned(column('FileSize')),
  };
};

/** Rules write the machine's hive short, as Sysmon and Elastic Defend do. */
const shortHive = (key: Sql): Sql => `regexp_replace(${key}, '^HKEY_LOCAL_MACHINE', 'HKLM')`;

/** A URL's host: Defender writes a name or a whole address. */
const hostOf = (url: Sql): Sql =>
  `nullif(regexp_extract(${url}, '^(?:[A-Za-z][A-Za-z0-9+.-]*://)?([^/:?#]+)', 1), '')`;

/** The process that another acts on, which `process` is not. */
const target = (column: Column): Columns => ({
  'winlog.event_data': eventData(
    (name) => ({ TargetImage: path(column), TargetProcessId: column('ProcessId') })[name] as Sql,
    ['TargetImage', 'TargetProcessId'],
  ),
});

const dns = (column: Column): Columns => ({
  'network.protocol': "'dns'",
  'dns.question.name': first(additional(column, 'DnsQueryString'), additional(column, 'query')),
  'dns.resolved_ip': answeredAddresses(additional(column, 'DnsQueryResult')),
});

const COLUMNS: Partial<Record<EventKind, (column: Column, action: Sql) => Columns>> = {
  file: (column) => ({
    ...fileAt(path(column)),
    ...hashes(column, 'file'),
    ...originalFileAt(pathOf(column('PreviousFolderPath'), column('PreviousFileName'))),
    'file.size': unsigned(column('FileSize')),
    'file.origin_url': column('FileOriginUrl'),
    'file.origin_referrer_url': column('FileOriginReferrerUrl'),
  }),
  registry: (column) => ({
    ...registryAt(shortHive(column('RegistryKey')), column('RegistryValueName')),
    'registry.data.type': column('RegistryValueType'),
    'registry.data.strings': single(column('RegistryValueData')),
  }),
  network: (column, action) => {
    const inbound = `starts_with(${action}, 'inbound')`;
    const ends = (remote: Sql, local: Sql): [Sql, Sql] => [
      `CASE WHEN ${inbound} THEN ${remote} ELSE ${local} END`,
      `CASE WHEN ${inbound} THEN ${local} ELSE ${remote} END`,
    ];
    const [sourceIp, destinationIp] = ends(column('RemoteIP'), column('LocalIP'));
    const [sourcePort, destinationPort] = ends(unsigned(column('RemotePort')), unsigned(column('LocalPort')));
    return {
      'event.outcome': `CASE WHEN ${action} IN ('connectionfailed', 'inboundconnectionblocked') THEN 'failure' END`,
      'network.direction': `CASE WHEN ${inbound} THEN 'ingress' WHEN starts_with(${action}, 'connection') THEN 'egress' END`,
      'network.transport': `lower(regexp_extract(${column('Protocol')}, '^(Tcp|Udp|Icmp)', 1, 'i'))`,
      'source.ip': sourceIp,
      'source.port': sourcePort,
      'destination.ip': destinationIp,
      'destination.port': destinationPort,
      'destination.domain': `CASE WHEN NOT ${inbound} THEN ${hostOf(column('RemoteUrl'))} END`,
    };
  },
  dns,
  library: image,
  driver: image,
  logon: (column, action) => ({
    'event.outcome': `CASE ${action} WHEN 'logonsuccess' THEN 'success' WHEN 'logonfailed' THEN 'failure' END`,
    'user.id': column('AccountSid'),
    'user.name': column('AccountName'),
    'user.domain': column('AccountDomain'),
    'source.ip': column('RemoteIP'),
    'source.port': unsigned(column('RemotePort')),
    'source.domain': column('RemoteDeviceName'),
    'winlog.logon.type': column('LogonType'),
    'winlog.logon.id': logonId(column('LogonId')),
  }),
  pipe: (column) => ({
    'file.name': `regexp_replace(${additional(column, 'PipeName')}, '^\\\\Device\\\\NamedPipe', '')`,
  }),
  remote_thread: target,
  process_access: target,
  service: (column) => ({ 'service.name': additional(column, 'ServiceName') }),
  task: (column) => ({
    'winlog.event_data': eventData((name) => additional(column, name), ['TaskName']),
  }),
};

/** What an event that is no process's start says beyond who did it. */
export const defenderActivity = (kind: EventKind, column: Column, action: Sql): Columns =>
  COLUMNS[kind]?.(column, action) ?? {};
