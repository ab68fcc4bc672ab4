import type { EventKind } from '../model/event-kind.ts';
import type { RawRecord, Sql } from '../model/source.ts';
import { first } from './fields.ts';

/** Where the columns of advanced hunting are found in one of the forms that they are exported in. */
export interface DefenderForm {
  /** Names the form: part of nothing but error messages and tests. */
  readonly name: string;
  /** BOOLEAN, never NULL. */
  recognises(raw: RawRecord): Sql;
  /** The table, such as `DeviceFileEvents`; NULL in forms that do not say. */
  table(raw: RawRecord): Sql;
  /** The ActionType in lower case. */
  action(raw: RawRecord): Sql;
  /** The value of a column, such as `InitiatingProcessId`, of a record of the kind, as text. */
  column(raw: RawRecord, name: string, kind: EventKind): Sql;
}

/** A query's result, as the portal and its API export it, and rows of the tables in Sentinel. */
export const huntingForm: DefenderForm = {
  name: 'hunting',
  recognises: (raw) => `(${raw.text('ActionType')} IS NOT NULL AND ${raw.text('DeviceId')} IS NOT NULL)`,
  table: (raw) => raw.text('Type'),
  action: (raw) => `lower(${raw.text('ActionType')})`,
  column: (raw, name) =>
    name === 'Timestamp' ? first(raw.text('Timestamp'), raw.text('TimeGenerated')) : raw.text(name),
};

const tableOfCategory = (category: Sql): Sql =>
  `nullif(regexp_extract(${category}, '^AdvancedHunting-(Device[A-Za-z]+)$', 1), '')`;

/** The streaming API: a row under `properties`, its table in `category`. */
export const streamingForm: DefenderForm = {
  name: 'streaming',
  recognises: (raw) => `coalesce(starts_with(${raw.text('category')}, 'AdvancedHunting-'), false)`,
  table: (raw) => tableOfCategory(raw.text('category')),
  action: (raw) => `lower(${raw.text('properties.ActionType')})`,
  column: (raw, name) => raw.text(`properties.${name}`),
};

/** What the columns are called where the sensor's own report of a process is kept as it is. */
const REPORTED: Readonly<Record<string, string>> = {
  Timestamp: 'ReportTime',
  DeviceId: 'MachineId',
  DeviceName: 'ComputerDnsName',
  ProcessId: 'CreatedProcessId',
  ProcessCreationTime: 'CreatedProcessCreationTime',
  ProcessCommandLine: 'CreatedProcessCommandLine',
  ProcessIntegrityLevel: 'CreatedProcessIntegrityLevel',
  ProcessTokenElevation: 'CreatedProcessTokenElevationType',
  ProcessVersionInfoOriginalFileName: 'CreatedProcessVersionInfoOriginalFileName',
  ProcessVersionInfoCompanyName: 'CreatedProcessVersionInfoCompanyName',
  ProcessVersionInfoFileDescription: 'CreatedProcessVersionInfoFileDescription',
  ProcessVersionInfoProductName: 'CreatedProcessVersionInfoProductName',
  ProcessVersionInfoProductVersion: 'CreatedProcessVersionInfoProductVersion',
  FileName: 'CreatedProcessName',
  FolderPath: 'CreatedProcessFilePath',
  MD5: 'CreatedProcessFileMd5',
  SHA1: 'CreatedProcessFileSha1',
  SHA256: 'CreatedProcessFileSha256',
  AccountSid: 'CreatedProcessAccountSid',
  AccountName: 'CreatedProcessAccountName',
  AccountDomain: 'CreatedProcessAccountDomainName',
  InitiatingProcessFileName: 'InitiatingProcessName',
  InitiatingProcessFolderPath: 'InitiatingProcessImageFilePath',
  InitiatingProcessCommandLine: 'Process_CommandLine',
  InitiatingProcessParentId: 'InitiatingProcessParentProcessId',
  InitiatingProcessParentFileName: 'InitiatingProcessParentProcessName',
};

/** The sensor's own report of a new process: `CreatedProcess*` and `MachineId`. */
export const sensorForm: DefenderForm = {
  name: 'sensor',
  recognises: (raw) =>
    `(${raw.text('CreatedProcessId')} IS NOT NULL AND ${raw.text('MachineId')} IS NOT NULL)`,
  table: () => `'DeviceProcessEvents'`,
  action: () => `'processcreated'`,
  column: (raw, name) => raw.text(REPORTED[name] ?? name),
};

const ROOT = 'm365_defender.event';

/** Where Elastic's pipeline puts those columns that do not simply follow from their names. */
const VENDOR: Readonly<Record<string, string>> = {
  DeviceId: 'device.id',
  DeviceName: 'device.name',
  FileName: 'file.name',
  FileSize: 'file.size',
  FileOriginUrl: 'file.origin_url',
  FileOriginReferrerUrl: 'file.origin_referrer_url',
  AccountSid: 'account.sid',
  AccountName: 'account.name',
  AccountDomain: 'account.domain',
  LogonId: 'logon.id',
  LogonType: 'logon.type',
  RegistryKey: 'registry.key',
  RegistryValueName: 'registry.value_name',
  RegistryValueData: 'registry.value_data',
  RegistryValueType: 'registry.value_type',
  RemoteIP: 'remote.ip',
  RemotePort: 'remote.port',
  RemoteUrl: 'remote.url',
  LocalIP: 'local.ip',
  LocalPort: 'local.port',
  PreviousFileName: 'previous.file_name',
  PreviousFolderPath: 'previous.folder_path',
};

const snake = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

function vendorPath(column: string): string {
  const listed = VENDOR[column];
  if (listed !== undefined) return `${ROOT}.${listed}`;
  const [, owner, rest] = /^(InitiatingProcess|Process)(\w+)$/.exec(column) ?? [];
  return `${ROOT}.${owner === undefined ? snake(column) : `${snake(owner)}.${snake(rest as string)}`}`;
}

/** The ECS fields of a process that a pipeline fills from the columns of one, by what comes after the column's prefix. */
const OF_PROCESS: Readonly<Record<string, string>> = {
  Id: 'pid',
  FileName: 'name',
  FolderPath: 'executable',
  CommandLine: 'command_line',
  CreationTime: 'start',
  MD5: 'hash.md5',
  SHA1: 'hash.sha1',
  SHA256: 'hash.sha256',
  VersionInfoOriginalFileName: 'pe.original_file_name',
  VersionInfoCompanyName: 'pe.company',
  VersionInfoFileDescription: 'pe.description',
  VersionInfoProductName: 'pe.product',
  VersionInfoProductVersion: 'pe.file_version',
};

/** ECS fields that hold a column wherever the pipeline had it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  Timestamp: '@timestamp',
  DeviceId: 'host.id',
  DeviceName: 'host.name',
  AccountSid: 'user.id',
  AccountName: 'user.name',
  AccountDomain: 'user.domain',
  RegistryKey: 'registry.key',
  RegistryValueName: 'registry.value',
  RegistryValueData: 'registry.data.strings',
};

const FILE: Readonly<Record<string, string>> = {
  FileName: 'file.name',
  FileSize: 'file.size',
  FolderPath: 'file.directory',
  MD5: 'file.hash.md5',
  SHA1: 'file.hash.sha1',
  SHA256: 'file.hash.sha256',
};

/** Kinds that have a table of their own; the others are of DeviceEvents. */
const OWN_TABLE: readonly EventKind[] = ['file', 'registry', 'network', 'library', 'logon'];

/** Whether the pipeline has put the initiator under `process.parent`, and what it acted on or made under `process`. */
function isShifted(raw: RawRecord, kind: EventKind): Sql {
  if (OWN_TABLE.includes(kind)) return 'false';
  return kind === 'start'
    ? `coalesce(list_contains(${raw.list('event.type')}, 'start'), false)`
    : `(${raw.text(`${ROOT}.category`)} = 'AdvancedHunting-DeviceEvents' AND ${raw.text('process.parent.executable')} IS NOT NULL)`;
}

/**
 * The ECS field that an export without the vendor's own copy has a column in. Since 8.11 the pipeline puts a new process
 * under `process` and its initiator under `process.parent`; before, and in tables of other events, the initiator is `process`.
 */
function ecsField(raw: RawRecord, column: string, kind: EventKind): Sql | undefined {
  const elsewhere = ELSEWHERE[column];
  if (elsewhere !== undefined) return raw.text(elsewhere);
  const file = FILE[column];
  const [, initiator, parent, part] = /^(InitiatingProcess|Process)?(Parent)?(\w+)$/.exec(column) ?? [];
  const field = OF_PROCESS[part as string];
  if (field === undefined) return file === undefined ? undefined : raw.text(file);
  const shifted = isShifted(raw, kind);
  const pick = (now: string, before: string | undefined): Sql | undefined => {
    const old = before === undefined ? 'NULL' : raw.text(before);
    return shifted === 'false' ? old : `CASE WHEN ${shifted} THEN ${raw.text(now)} ELSE ${old} END`;
  };
  if (initiator !== 'InitiatingProcess') return pick(`process.${field}`, file);
  return parent === undefined
    ? pick(`process.parent.${field}`, `process.${field}`)
    : pick(`process.parent.group_leader.${field}`, `process.parent.${field}`);
}

/**
 * Documents of Elastic's integration. Its versions disagree on what `process` is, so that everything is taken from the
 * vendor's own columns where they are kept.
 */
export const m365Form: DefenderForm = {
  name: 'm365',
  recognises: (raw) => `coalesce(starts_with(${raw.text(`${ROOT}.category`)}, 'AdvancedHunting-'), false)`,
  table: (raw) => tableOfCategory(raw.text(`${ROOT}.category`)),
  action: (raw) => `lower(${first(raw.text(`${ROOT}.action.type`), raw.text('event.action'))})`,
  column: (raw, name, kind) => {
    const ecs = ecsField(raw, name, kind);
    const vendor = raw.text(vendorPath(name));
    return ecs === undefined ? vendor : first(vendor, ecs);
  },
};
