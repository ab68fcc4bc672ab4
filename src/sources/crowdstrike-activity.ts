import type { EventKind } from '../model/event-kind.ts';
import type { Columns, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import { fileNameOf, first, unsigned } from './fields.ts';
import {
  answeredAddresses,
  digest,
  fileAt,
  logonId,
  logonType,
  originalFileAt,
  questionType,
  registryAt,
  single,
  transport,
} from './vendor-fields.ts';

type Key = (name: string) => Sql;

const hashes = (key: Key, prefix: 'file' | 'dll'): Columns => ({
  [`${prefix}.hash.md5`]: digest(key('MD5HashData')),
  [`${prefix}.hash.sha1`]: digest(key('SHA1HashData')),
  [`${prefix}.hash.sha256`]: digest(key('SHA256HashData')),
});

const image = (key: Key): Columns => {
  const path = key('ImageFileName');
  return {
    ...fileAt(path),
    ...hashes(key, 'file'),
    'dll.path': path,
    'dll.name': fileNameOf(path),
    ...hashes(key, 'dll'),
    'dll.pe.original_file_name': key('OriginalFilename'),
  };
};

/** The process that another acts on, which `process` is not. */
const target = (key: Key): Columns => ({
  'winlog.event_data': eventData(
    (name) => key(name === 'TargetProcessGuid' ? 'TargetProcessId' : name),
    ['TargetProcessGuid'],
  ),
});

const service = (key: Key): Columns => ({
  'service.name': first(key('ServiceDisplayName'), key('ServiceName')),
});

const COLUMNS: Partial<Record<EventKind, (key: Key) => Columns>> = {
  file: (key) => ({
    ...fileAt(key('TargetFileName')),
    ...originalFileAt(key('SourceFileName')),
    ...hashes(key, 'file'),
    'file.size': unsigned(key('Size')),
  }),
  registry: (key) => ({
    ...registryAt(key('RegObjectName'), key('RegValueName')),
    'registry.data.strings': single(first(key('RegStringValue'), key('RegNumericValue'))),
  }),
  network: (key) => {
    // Elastic's pipeline writes a word there, and has turned the ends already.
    const inbound = `coalesce(${key('ConnectionDirection')} = '1', false)`;
    const remote = first(key('RemoteAddressIP4'), key('RemoteAddressIP6'));
    const local = first(key('LocalAddressIP4'), key('LocalAddressIP6'));
    const either = (ifIn: Sql, ifOut: Sql): Sql => `CASE WHEN ${inbound} THEN ${ifIn} ELSE ${ifOut} END`;
    const [remotePort, localPort] = [unsigned(key('RemotePort')), unsigned(key('LocalPort'))];
    return {
      'network.direction': `CASE WHEN ${key('ConnectionDirection')} IN ('0', 'outbound', 'egress') THEN 'egress' WHEN ${key('ConnectionDirection')} IN ('1', 'inbound', 'ingress') THEN 'ingress' END`,
      'network.transport': transport(key('Protocol')),
      'source.ip': either(remote, local),
      'source.port': either(remotePort, localPort),
      'destination.ip': either(local, remote),
      'destination.port': either(localPort, remotePort),
    };
  },
  dns: (key) => ({
    'network.protocol': "'dns'",
    'dns.question.name': key('DomainName'),
    'dns.question.type': questionType(key('RequestType')),
    'dns.resolved_ip': answeredAddresses(key('IP4Records')),
  }),
  library: image,
  driver: image,
  logon: (key) => ({
    'user.id': key('UserSid'),
    'user.name': key('UserName'),
    'user.domain': key('LogonDomain'),
    'source.ip': key('RemoteAddressIP4'),
    'winlog.logon.type': logonType(key('LogonType')),
    'winlog.logon.id': logonId(key('AuthenticationId')),
  }),
  account: (key) => ({ 'user.id': key('UserSid'), 'user.name': key('UserName') }),
  remote_thread: target,
  process_access: target,
  service,
  task: (key) => ({ 'winlog.event_data': eventData(key, ['TaskName', 'TaskExecCommand', 'TaskAuthor']) }),
};

/** What an event that is no process's start or end says beyond who did it. */
export const crowdstrikeActivity = (kind: EventKind, key: Key): Columns => COLUMNS[kind]?.(key) ?? {};
