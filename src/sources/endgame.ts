import type { EventKind } from '../model/event-kind.ts';
import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import type { EndgameForm } from './endgame-forms.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import { clean, fileNameOf, first, instant, literal, unsigned, unusableParent, wholeName } from './fields.ts';
import {
  aside,
  type ClassedEvent,
  classColumns,
  classed,
  digest,
  fileAt,
  originalFileAt,
  registryAt,
  single,
} from './vendor-fields.ts';

type Key = (name: string) => Sql;

const start = classed('start', ['process'], ['start']);
const file = (...type: string[]): ClassedEvent => classed('file', ['file'], type);
const network = (...type: string[]): ClassedEvent => classed('network', ['network'], type);
const logon = (...type: string[]): ClassedEvent => classed('logon', ['authentication'], type);

/** What Endgame's events are, by `event_subtype_full`. */
const EVENTS: Readonly<Record<string, ClassedEvent>> = {
  creation_event: start,
  fork_event: start,
  exec_event: start,
  already_running: classed('already_running', ['process'], ['info']),
  termination_event: classed('end', ['process'], ['end']),
  file_create_event: file('creation'),
  file_modify_event: file('change'),
  file_overwrite_event: file('change'),
  file_rename_event: file('change'),
  file_delete_event: file('deletion'),
  file_open_event: file('access'),
  registry_create_event: classed('registry', ['registry'], ['creation']),
  registry_modify_event: classed('registry', ['registry'], ['change']),
  registry_delete_event: classed('registry', ['registry'], ['deletion']),
  registry_read_event: classed('registry', ['registry'], ['access']),
  ipv4_connection_attempt_event: network('start', 'connection'),
  ipv6_connection_attempt_event: network('start', 'connection'),
  ipv4_connection_accept_event: network('allowed', 'connection'),
  ipv6_connection_accept_event: network('allowed', 'connection'),
  ipv4_disconnect_received_event: network('end', 'connection'),
  ipv6_disconnect_received_event: network('end', 'connection'),
  request_event: classed('dns', ['network'], ['protocol', 'info']),
  image_load_event: classed('library', ['library'], ['start']),
  driver_load_event: classed('driver', ['driver'], ['start']),
  user_logon: logon('start'),
  explicit_user_logon: logon('start'),
  user_logoff: logon('end'),
};

/** What a document is that has lost the sensor's name for it, as ECS says. */
const ecsKind = (raw: RawRecord): Sql => {
  const has = (field: string, value: string): Sql => `list_contains(${raw.list(field)}, '${value}')`;
  return (
    `CASE WHEN ${has('event.category', 'process')} THEN CASE WHEN ${raw.text('event.action')} = 'already_running' THEN 'already_running' ` +
    `WHEN ${has('event.type', 'start')} THEN 'start' WHEN ${has('event.type', 'end')} THEN 'end' ELSE 'other' END ` +
    `${['file', 'registry', 'network', 'dns', 'library', 'driver'].map((kind) => `WHEN ${has('event.category', kind)} THEN '${kind}'`).join(' ')} ELSE 'other' END`
  );
};

/** Endgame's sensor in one of the forms that its events come in. */
export function endgame(form: EndgameForm): Source {
  const subtype = (raw: RawRecord): Sql => form.key(raw, 'event_subtype_full');
  return {
    name: 'endgame',
    recognises: (raw) => form.recognises(raw),
    kinds: kindsOf(EVENTS, 'other'),
    kind: (raw) =>
      byEventId(
        EVENTS,
        subtype(raw),
        ({ kind }) => literal(kind),
        form.name === 'ecs' ? ecsKind(raw) : "'other'",
      ),
    label: (raw) => `concat_ws(' ', 'endgame', ${subtype(raw)})`,
    columns: (raw, kind) => {
      const key: Key = (name) => raw.once(clean(form.key(raw, name)));
      const time = raw.once(first(instant(key('timestamp')), instant(key('timestamp_utc'))));
      const columns: Columns = {
        '@timestamp': time,
        ...classColumns(ofKind(EVENTS, kind), subtype(raw), unlisted(kind)),
        'event.action': first(subtype(raw), raw.text('event.action')),
        'event.provider': "'Endgame'",
        'agent.id': raw.text('agent.id'),
        'host.id': first(raw.text('host.id'), form.key(raw, 'endpoint.id'), raw.text('endpoint.id')),
        'host.name': first(
          raw.text('host.name'),
          raw.text('host.hostname'),
          form.key(raw, 'endpoint.hostname'),
          raw.text('endpoint.hostname'),
        ),
        'host.os.type': first(
          `lower(${raw.text('host.os.type')})`,
          `CASE WHEN starts_with(${key('process_path')}, '/') THEN NULL ELSE 'windows' END`,
        ),
        ...processColumns(key),
      };
      const parent = form.key(raw, 'parent_process_name');
      if (kind === 'start') return { ...columns, ...newColumns(key, parent), 'process.start': time };
      if (kind === 'already_running') return { ...columns, ...newColumns(key, parent) };
      if (kind === 'end')
        return { ...columns, 'process.end': time, 'process.exit_code': unsigned(key('exit_code')) };
      return { ...columns, ...COLUMNS[kind]?.(key) };
    },
  };
}

const unlisted = (kind: EventKind): ClassedEvent =>
  Object.values(EVENTS).find((event) => event.kind === kind) ?? classed(kind, ['host'], ['info']);

/** A process id of the sensor's own counting; 0 is none. */
const uniqueId = (id: Sql): Sql => `nullif(${id}, '0')`;

const processColumns = (key: Key): Columns => ({
  'user.id': key('user_sid'),
  'user.name': key('user_name'),
  'user.domain': key('user_domain'),
  'process.entity_id': uniqueId(key('unique_pid')),
  'process.pid': unsigned(key('pid')),
  'process.name': wholeName(key('process_name'), key('process_path')),
  'process.executable': key('process_path'),
});

/** What the start of a process and a snapshot of the running ones say. */
const newColumns = (key: Key, parent: Sql): Columns => ({
  'process.command_line': key('command_line'),
  'process.hash.md5': digest(key('md5')),
  'process.hash.sha1': digest(key('sha1')),
  'process.hash.sha256': digest(key('sha256')),
  'process.pe.original_file_name': key('original_file_name'),
  'process.code_signature.exists': `CASE WHEN ${key('signature_status')} = 'noSignature' THEN false WHEN ${key('signature_status')} IS NOT NULL THEN true END`,
  'process.code_signature.trusted': `${key('signature_status')} = 'trusted'`,
  'process.code_signature.status': key('signature_status'),
  'process.code_signature.subject_name': key('signature_signer'),
  'process.Ext.session_info.id': unsigned(key('session_id')),
  'process.Ext.authentication_id': `lower(${key('authentication_id')})`,
  'process.Ext.token.integrity_level_name': `lower(${key('integrity_level')})`,
  'process.parent.entity_id': uniqueId(key('unique_ppid')),
  'process.parent.pid': `nullif(${unsigned(key('ppid'))}, 0)`,
  'process.parent.name': wholeName(key('parent_process_name'), key('parent_process_path')),
  'process.parent.executable': key('parent_process_path'),
  aside: aside(unusableParent(parent, wholeName(key('parent_process_name'), key('parent_process_path')))),
  'process.parent.Ext.real.pid': `nullif(${unsigned(key('true_ppid'))}, 0)`,
  'process.parent.Ext.real.entity_id': uniqueId(key('unique_true_ppid')),
});

const image = (key: Key): Columns => {
  const path = first(key('image_path'), key('dll_path'));
  return {
    ...fileAt(path),
    'dll.path': path,
    'dll.name': fileNameOf(path),
    'dll.hash.md5': digest(key('md5')),
    'dll.hash.sha256': digest(key('sha256')),
  };
};

const COLUMNS: Partial<Record<EventKind, (key: Key) => Columns>> = {
  file: (key) => ({ ...fileAt(key('file_path')), ...originalFileAt(key('old_file_path')) }),
  registry: (key) => ({
    ...registryAt(key('registry_key'), key('registry_value')),
    'registry.path': first(key('registry_path'), key('key_path')),
    'registry.data.type': key('registry_type'),
    'registry.data.strings': single(key('bytes_written_string')),
  }),
  network: (key) => ({
    'network.transport': key('protocol'),
    'network.direction': `CASE ${key('subtype')} WHEN 'outgoing' THEN 'egress' WHEN 'incoming' THEN 'ingress' END`,
    'source.ip': key('source_address'),
    'source.port': unsigned(key('source_port')),
    'destination.ip': key('destination_address'),
    'destination.port': unsigned(key('destination_port')),
  }),
  dns: (key) => ({
    'network.protocol': "'dns'",
    'dns.question.name': `rtrim(${key('query_name')}, '.')`,
  }),
  library: image,
  driver: image,
};
