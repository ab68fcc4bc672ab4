import type { EventKind } from '../model/event-kind.ts';
import type { RawRecord, Sql } from '../model/source.ts';
import { first } from './fields.ts';

/** Where the keys of Falcon Data Replicator's records are found in one of the forms that they come in. */
export interface CrowdstrikeForm {
  /** Names the form: part of nothing but error messages and tests. */
  readonly name: string;
  /** BOOLEAN, never NULL. */
  recognises(raw: RawRecord): Sql;
  /** The value of a key, such as `TargetProcessId`, of a record of the kind, as text. */
  key(raw: RawRecord, name: string, kind: EventKind): Sql;
}

/** As the replicator writes them. */
export const replicatorForm: CrowdstrikeForm = {
  name: 'replicator',
  recognises: (raw) => `(${raw.text('event_simpleName')} IS NOT NULL)`,
  key: (raw, name) => raw.text(name),
};

const ECS: Readonly<Record<string, readonly string[]>> = {
  event_simpleName: ['event.action'],
  // The sensor's id moved twice.
  aid: ['device.id', 'observer.serial_number'],
  ComputerName: ['host.name', 'crowdstrike.info.host.ComputerName'],
  event_platform: ['host.os.type', 'os.type'],
  ContextTimeStamp: ['@timestamp'],
  timestamp: ['event.created'],
  TargetProcessId: ['process.entity_id'],
  ContextProcessId: ['process.entity_id'],
  RawProcessId: ['process.pid'],
  ParentProcessId: ['process.parent.entity_id'],
  ParentBaseFileName: ['process.parent.name'],
  CommandLine: ['process.command_line'],
  ProcessStartTime: ['process.start'],
  ProcessEndTime: ['process.end'],
  ExitCode: ['process.exit_code'],
  UserSid: ['user.id'],
  UserName: ['user.name', 'crowdstrike.info.user.UserName'],
  TargetFileName: ['file.path'],
  Size: ['file.size'],
  DomainName: ['dns.question.name'],
  RemoteAddressIP4: ['destination.ip'],
  RemotePort: ['destination.port'],
  LocalPort: ['source.port'],
  ConnectionDirection: ['network.direction'],
  RequestType: ['dns.question.type'],
  ServiceDisplayName: ['process.title'],
  Protocol: ['network.iana_number'],
};

/** Keys that the pipeline puts under the process, or under the file where the record is of one. */
const OF_IMAGE: Readonly<Record<string, string>> = {
  ImageFileName: 'executable',
  MD5HashData: 'hash.md5',
  SHA1HashData: 'hash.sha1',
  SHA256HashData: 'hash.sha256',
};

function ecsFields(name: string, kind: EventKind): readonly string[] {
  const ofImage = OF_IMAGE[name];
  if (ofImage === undefined) return ECS[name] ?? [];
  if (kind !== 'file' && kind !== 'library' && kind !== 'driver') return [`process.${ofImage}`];
  return name === 'ImageFileName'
    ? ['process.executable', 'file.path']
    : [`file.${ofImage}`, `process.${ofImage}`];
}

/** Keys that the pipeline keeps as arrays, and the ECS field with the one value. */
const ARRAYS: Readonly<Record<string, string>> = {
  LocalAddressIP4: 'source.ip',
  LocalAddressIP6: 'source.ip',
};

/** Documents of Elastic's integration: the replicator's key where it is kept, else the ECS field that it became. */
export const falconForm: CrowdstrikeForm = {
  name: 'falcon',
  recognises: (raw) =>
    `(${raw.text('crowdstrike.cid')} IS NOT NULL OR coalesce(${raw.text('data_stream.dataset')} = 'crowdstrike.fdr', false))`,
  key: (raw, name, kind) =>
    first(
      ...(ARRAYS[name] === undefined
        ? [`crowdstrike.${name}`, ...ecsFields(name, kind)]
        : [ARRAYS[name] as string]
      ).map((path) => raw.text(path)),
    ),
};
