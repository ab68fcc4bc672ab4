import type { EventKind } from '../model/event-kind.ts';
import { type ClassedEvent, classed } from './vendor-fields.ts';

const FILE = ['file'];
const REGISTRY = ['registry', 'configuration'];
const NETWORK = ['network'];
const connection = (...more: string[]): ClassedEvent => classed('network', NETWORK, ['connection', ...more]);
const inspected = classed('network', NETWORK, ['connection', 'protocol']);
const api = classed('api', ['api'], ['info']);
const task = (...type: string[]): ClassedEvent => classed('task', ['configuration'], type);
const account = (...type: string[]): ClassedEvent => classed('account', ['iam'], type);

const ACTIONS: Readonly<Record<string, ClassedEvent>> = {
  ProcessCreated: classed('start', ['process'], ['start']),
  FileCreated: classed('file', FILE, ['creation']),
  FileModified: classed('file', FILE, ['change']),
  FileDeleted: classed('file', FILE, ['deletion']),
  FileRenamed: classed('file', FILE, ['change']),
  RegistryKeyCreated: classed('registry', REGISTRY, ['creation']),
  RegistryKeyDeleted: classed('registry', REGISTRY, ['deletion']),
  RegistryKeyRenamed: classed('registry', REGISTRY, ['change']),
  RegistryValueSet: classed('registry', REGISTRY, ['change']),
  RegistryValueDeleted: classed('registry', REGISTRY, ['deletion']),
  ImageLoaded: classed('library', ['library'], ['start']),
  // The name that Elastic's pipeline gives to an image that is loaded.
  Load: classed('library', ['library'], ['start']),
  DriverLoad: classed('driver', ['driver'], ['start']),
  ConnectionSuccess: connection('start'),
  ConnectionAttempt: connection('start'),
  ConnectionRequest: connection('start'),
  ConnectionFailed: connection('denied'),
  ConnectionFound: connection('info'),
  ConnectionAcknowledged: connection('info'),
  InboundConnectionAccepted: connection('allowed'),
  InboundConnectionBlocked: connection('denied'),
  ListeningConnectionCreated: classed('network', NETWORK, ['start']),
  HttpConnectionInspected: inspected,
  SslConnectionInspected: inspected,
  SshConnectionInspected: inspected,
  FtpConnectionInspected: inspected,
  SmtpConnectionInspected: inspected,
  IcmpConnectionInspected: inspected,
  NtlmAuthenticationInspected: inspected,
  NetworkSignatureInspected: inspected,
  DnsConnectionInspected: classed('dns', ['network'], ['protocol', 'info']),
  DnsQueryResponse: classed('dns', ['network'], ['protocol', 'info']),
  LogonSuccess: classed('logon', ['authentication'], ['start']),
  LogonFailed: classed('logon', ['authentication'], ['start']),
  LogonAttempted: classed('logon', ['authentication'], ['start']),
  NamedPipeEvent: classed('pipe', FILE, ['access']),
  CreateRemoteThreadApiCall: classed('remote_thread', ['process'], ['change']),
  OpenProcessApiCall: classed('process_access', ['process'], ['access']),
  OpenProcess: classed('process_access', ['process'], ['access']),
  ReadProcessMemoryApiCall: classed('process_access', ['process'], ['access']),
  WriteToLsassProcessMemory: classed('process_access', ['process'], ['change']),
  QueueUserApcRemoteApiCall: api,
  SetThreadContextRemoteApiCall: api,
  NtAllocateVirtualMemoryApiCall: api,
  NtAllocateVirtualMemoryRemoteApiCall: api,
  NtMapViewOfSectionRemoteApiCall: api,
  NtProtectVirtualMemoryApiCall: api,
  MemoryRemoteProtect: api,
  GetAsyncKeyStateApiCall: api,
  GetClipboardData: api,
  ScheduledTaskCreated: task('creation'),
  ScheduledTaskUpdated: task('change'),
  ScheduledTaskEnabled: task('change'),
  ScheduledTaskDisabled: task('change'),
  ScheduledTaskDeleted: task('deletion'),
  ServiceInstalled: classed('service', ['configuration'], ['creation']),
  WmiBindEventFilterToConsumer: classed('wmi', ['process'], ['change']),
  UserAccountCreated: account('user', 'creation'),
  UserAccountModified: account('user', 'change'),
  UserAccountDeleted: account('user', 'deletion'),
  UserAccountAddedToLocalGroup: account('group', 'change'),
  UserAccountRemovedFromLocalGroup: account('group', 'change'),
  SecurityGroupCreated: account('group', 'creation'),
  SecurityGroupDeleted: account('group', 'deletion'),
  AccountCheckedForBlankPassword: account('user', 'info'),
  PasswordChangeAttempt: account('user', 'change'),
};

/** What each ActionType of advanced hunting is, by its name in lower case, as Elastic's pipeline leaves it. */
export const DEFENDER_ACTIONS: Readonly<Record<string, ClassedEvent>> = Object.fromEntries(
  Object.entries(ACTIONS).map(([action, event]) => [action.toLowerCase(), event]),
);

/** What an ActionType that is not listed is, by its table. */
export const DEFENDER_TABLES: Readonly<Record<string, ClassedEvent>> = {
  DeviceFileEvents: classed('file', FILE, ['info']),
  DeviceRegistryEvents: classed('registry', REGISTRY, ['info']),
  DeviceNetworkEvents: connection('info'),
  DeviceImageLoadEvents: classed('library', ['library'], ['info']),
  DeviceLogonEvents: classed('logon', ['authentication'], ['info']),
};

/** What an event of a kind is whose ActionType is not listed. */
export const unlisted = (kind: EventKind): ClassedEvent =>
  Object.values(DEFENDER_TABLES).find((event) => event.kind === kind) ?? classed(kind, ['host'], ['info']);
