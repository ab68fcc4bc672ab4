import type { EventKind } from '../model/event-kind.ts';
import type { RawRecord, Sql } from '../model/source.ts';
import { first } from './fields.ts';

/** Where Cloud Funnel's keys are found in one of the forms that its records come in. */
export interface SentinelOneForm {
  /** Names the form: part of nothing but error messages and tests. */
  readonly name: string;
  /** BOOLEAN, never NULL. */
  recognises(raw: RawRecord): Sql;
  /** The value of a key, such as `tgt.process.uid`, of a record of the kind, as text. */
  key(raw: RawRecord, name: string, kind: EventKind): Sql;
  /** The text of a key that holds a time. */
  time(raw: RawRecord, name: string, kind: EventKind): Sql;
}

/** As Cloud Funnel writes them to a bucket: dotted keys. */
export const funnelForm: SentinelOneForm = {
  name: 'funnel',
  recognises: (raw) =>
    `(${raw.text('meta.event.name')} IS NOT NULL OR ${raw.text('src.process.uid')} IS NOT NULL)`,
  key: (raw, name) => raw.text(name),
  time: (raw, name) => raw.text(name),
};

const ROOT = 'sentinel_one_cloud_funnel.event';

/** Where Elastic's pipeline puts those keys that it does not simply respell. */
const RENAMED: Readonly<Record<string, string>> = {
  'event.time': 'time',
  'event.type': 'type',
  'event.category': 'category',
  'meta.event.name': 'meta_event_name',
  'event.dns.request': 'dns.request',
  'event.dns.response': 'dns.response',
  'event.network.direction': 'network.direction',
  'event.network.protocolName': 'network.protocol_name',
  'event.network.connectionStatus': 'network.connection_status',
  'event.login.type': 'login.type',
  'event.login.userName': 'login.user_name',
  'event.login.accountSid': 'login.account.sid',
  'event.login.accountDomain': 'login.account.domain',
  'event.login.loginIsSuccessful': 'login.is_successful',
  'src.ip.address': 'src.ip_address',
  'src.port.number': 'src.port_number',
  'dst.ip.address': 'dst.ip_address',
  'dst.port.number': 'dst.port_number',
  'registry.keyPath': 'registry.key.path',
  'registry.value': 'registry.val',
  'registry.valueType': 'registry.value.type',
  'tgt.file.oldPath': 'tgt.file.old.path',
};

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const vendorPath = (key: string): string =>
  `${ROOT}.${
    RENAMED[key] ??
    snake(key)
      .replace(/\.cmdline$/, '.cmd_line')
      .replace(/\.user$/, '.user.name')
  }`;

const OF_PROCESS: Readonly<Record<string, string>> = {
  uid: 'entity_id',
  pid: 'pid',
  name: 'name',
  'image.path': 'executable',
  cmdline: 'command_line',
  startTime: 'start',
  'image.md5': 'hash.md5',
  'image.sha1': 'hash.sha1',
  'image.sha256': 'hash.sha256',
};

const ELSEWHERE: Readonly<Record<string, string>> = {
  'agent.uuid': 'host.id',
  'endpoint.name': 'host.hostname',
  'endpoint.os': 'host.os.platform',
  'tgt.file.path': 'file.path',
  'tgt.file.sha1': 'file.hash.sha1',
  'tgt.file.sha256': 'file.hash.sha256',
  'tgt.file.md5': 'file.hash.md5',
  'tgt.file.size': 'file.size',
  'module.path': 'dll.path',
  'module.sha1': 'dll.hash.sha1',
  'registry.keyPath': 'registry.path',
  'registry.value': 'registry.data.strings',
  'src.ip.address': 'source.ip',
  'src.port.number': 'source.port',
  'dst.ip.address': 'destination.ip',
  'dst.port.number': 'destination.port',
  'event.dns.request': 'dns.question.name',
  'event.time': '@timestamp',
};

/**
 * The ECS field that an export without the vendor's own copy has a key in. The pipeline now puts a new process under
 * `process` and its source under `process.parent`; it used to put the source under `process`, as for every other event.
 */
function ecsField(raw: RawRecord, key: string, kind: EventKind): Sql | undefined {
  const elsewhere = ELSEWHERE[key];
  if (elsewhere !== undefined) return raw.text(elsewhere);
  const [, side, parent, part] = /^(src|tgt)\.process\.(parent\.)?([\w.]+)$/.exec(key) ?? [];
  const field = OF_PROCESS[part ?? ''];
  if (side === undefined || field === undefined) return undefined;
  if (kind !== 'start') return side === 'tgt' ? undefined : raw.text(`process.${parent ?? ''}${field}`);
  const isNew = `coalesce(list_contains(${raw.list('event.type')}, 'start'), false)`;
  if (side === 'tgt') return `CASE WHEN ${isNew} THEN ${raw.text(`process.${field}`)} END`;
  if (parent !== undefined) return `CASE WHEN NOT ${isNew} THEN ${raw.text(`process.parent.${field}`)} END`;
  return `CASE WHEN ${isNew} THEN ${raw.text(`process.parent.${field}`)} ELSE ${raw.text(`process.${field}`)} END`;
}

/**
 * Documents of Elastic's integration: the vendor's own keys where they are kept, else ECS. Versions until 2023 read every
 * time as one of the first day of the current year; the original event, where it is kept, has it right.
 */
export const elasticForm: SentinelOneForm = {
  name: 'elastic',
  recognises: (raw) =>
    `(${raw.text(`${ROOT}.category`)} IS NOT NULL OR ${raw.text(`${ROOT}.meta_event_name`)} IS NOT NULL)`,
  key: (raw, name, kind) => {
    const ecs = ecsField(raw, name, kind);
    const vendor = raw.text(vendorPath(name));
    return ecs === undefined ? vendor : first(vendor, ecs);
  },
  time: (raw, name, kind) => {
    const original = `json_extract_string(try_cast(${raw.text('event.original')} AS JSON), '$."${name}"')`;
    return first(original, elasticForm.key(raw, name, kind));
  },
};
