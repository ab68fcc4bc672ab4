import type { EventKind } from '../model/event-kind.ts';
import type { Columns, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import { fileNameOf, first, unsigned } from './fields.ts';
import { answeredAddresses, digest, fileAt, originalFileAt, questionType, single } from './vendor-fields.ts';

type Key = (name: string) => Sql;

/** A driver or a library by its path. */
const image = (key: Key): Columns => {
  const path = first(key('module.path'), key('tgt.file.path'));
  return {
    ...fileAt(path),
    'dll.path': path,
    'dll.name': fileNameOf(path),
    'dll.hash.md5': digest(key('module.md5')),
    'dll.hash.sha1': digest(key('module.sha1')),
    'file.hash.md5': digest(key('module.md5')),
    'file.hash.sha1': digest(key('module.sha1')),
  };
};

/** The process that another acts on, which `process` is not. */
const target = (key: Key): Columns => ({
  'winlog.event_data': eventData(
    (name) =>
      ({
        TargetImage: key('tgt.process.image.path'),
        TargetProcessId: key('tgt.process.pid'),
        TargetProcessGuid: key('tgt.process.uid'),
        GrantedAccess: key('tgt.process.accessRights'),
      })[name] as Sql,
    ['TargetImage', 'TargetProcessId', 'TargetProcessGuid', 'GrantedAccess'],
  ),
});

/** `type: 1 name` or the name alone. */
const question = (request: Sql): Columns => ({
  'dns.question.name': `regexp_extract(${request}, '([^ ]*)$', 1)`,
  'dns.question.type': questionType(`regexp_extract(${request}, '^type: *([0-9]+) ', 1)`),
});

const COLUMNS: Partial<Record<EventKind, (key: Key) => Columns>> = {
  file: (key) => ({
    ...fileAt(key('tgt.file.path')),
    ...originalFileAt(key('tgt.file.oldPath')),
    'file.size': unsigned(key('tgt.file.size')),
    'file.hash.md5': digest(key('tgt.file.md5')),
    'file.hash.sha1': digest(key('tgt.file.sha1')),
    'file.hash.sha256': digest(key('tgt.file.sha256')),
  }),
  // The path of a value's event ends with the value's name.
  registry: (key) => ({
    'registry.path': key('registry.keyPath'),
    'registry.key': `regexp_replace(${key('registry.keyPath')}, '^MACHINE\\\\', '')`,
    'registry.data.type': key('registry.valueType'),
    'registry.data.strings': single(key('registry.value')),
  }),
  network: (key) => ({
    'network.direction': `CASE ${key('event.network.direction')} WHEN 'OUTGOING' THEN 'egress' WHEN 'INCOMING' THEN 'ingress' END`,
    'network.protocol': `lower(${key('event.network.protocolName')})`,
    'event.outcome': `CASE ${key('event.network.connectionStatus')} WHEN 'SUCCESS' THEN 'success' WHEN 'FAILURE' THEN 'failure' END`,
    'source.ip': key('src.ip.address'),
    'source.port': unsigned(key('src.port.number')),
    'destination.ip': key('dst.ip.address'),
    'destination.port': unsigned(key('dst.port.number')),
    'destination.domain': `nullif(regexp_extract(${key('url.address')}, '^[A-Za-z][A-Za-z0-9+.-]*://([^/:?#]+)', 1), '')`,
  }),
  dns: (key) => ({
    'network.protocol': "'dns'",
    ...question(key('event.dns.request')),
    'dns.resolved_ip': answeredAddresses(key('event.dns.response')),
  }),
  library: image,
  driver: image,
  logon: (key) => ({
    'event.outcome': `CASE lower(${key('event.login.loginIsSuccessful')}) WHEN 'true' THEN 'success' WHEN 'false' THEN 'failure' END`,
    'user.id': `nullif(${key('event.login.accountSid')}, 'S-1-0-0')`,
    'user.name': key('event.login.userName'),
    'user.domain': key('event.login.accountDomain'),
    'winlog.logon.type': key('event.login.type'),
    'source.ip': key('src.endpoint.ip.address'),
  }),
  pipe: (key) => ({ 'file.name': key('namedPipe.name') }),
  remote_thread: target,
  process_access: target,
  task: (key) => ({
    'winlog.event_data': eventData(
      (name) => key(name === 'TaskName' ? 'task.name' : 'task.path'),
      ['TaskName', 'TaskPath'],
    ),
  }),
};

/** What an event that is no process's start or end says beyond who did it. */
export const sentinelOneActivity = (kind: EventKind, key: Key): Columns => COLUMNS[kind]?.(key) ?? {};
