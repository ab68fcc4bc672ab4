import type { EventKind } from '../model/event-kind.ts';
import { type ClassedEvent, classed } from './vendor-fields.ts';

const PROCESS = ['process'];
const FILE = ['file'];
const NETWORK = ['network'];
const registry = classed('registry', ['registry'], ['change']);
const library = classed('library', ['library'], ['start']);
const driver = classed('driver', ['driver'], ['start']);
const injection = classed('remote_thread', PROCESS, ['change']);
const service = classed('service', ['configuration'], ['start']);
const dns = classed('dns', NETWORK, ['protocol', 'info']);
const wmi = classed('wmi', PROCESS, ['info']);
const network = (...type: string[]): ClassedEvent => classed('network', NETWORK, type);
const file = (...type: string[]): ClassedEvent => classed('file', FILE, type);
const logon = (...type: string[]): ClassedEvent => classed('logon', ['authentication'], type);
const account = (...type: string[]): ClassedEvent => classed('account', ['iam'], type);

/**
 * What events of Falcon Data Replicator are, by `event_simpleName`. A service that starts in a process, and the arguments
 * of a process that were logged apart, are no new processes, though Elastic's pipeline gives them the type `start`.
 */
export const CROWDSTRIKE_EVENTS: Readonly<Record<string, ClassedEvent>> = {
  ProcessRollup2: classed('start', PROCESS, ['start']),
  SyntheticProcessRollup2: classed('already_running', PROCESS, ['info']),
  EndOfProcess: classed('end', PROCESS, ['end']),
  TerminateProcess: classed('end', PROCESS, ['end']),
  NetworkConnectIP4: network('start', 'connection'),
  NetworkConnectIP6: network('start', 'connection'),
  NetworkReceiveAcceptIP4: network('allowed', 'connection'),
  NetworkReceiveAcceptIP6: network('allowed', 'connection'),
  NetworkListenIP4: network('start'),
  NetworkListenIP6: network('start'),
  NetworkCloseIP4: network('end', 'connection'),
  NetworkCloseIP6: network('end', 'connection'),
  DnsRequest: dns,
  SuspiciousDnsRequest: dns,
  ExecutableDeleted: file('deletion'),
  FileDeleteInfo: file('deletion'),
  FileCreateInfo: file('creation'),
  FileOpenInfo: file('access'),
  FileRenameInfo: file('change'),
  NewExecutableRenamed: file('change'),
  RansomwareRenameFile: file('change'),
  DirectoryCreate: file('creation'),
  AsepValueUpdate: registry,
  AsepKeyUpdate: registry,
  RegGenericValueUpdate: registry,
  RegSystemConfigValueUpdate: registry,
  SuspiciousRegAsepUpdate: registry,
  SuspiciousCredentialModuleLoad: library,
  ClassifiedModuleLoad: library,
  UnsignedModuleLoad: library,
  ReflectiveDllLoaded: library,
  ImageHash: library,
  DriverLoad: driver,
  KernelModeLoadImage: driver,
  InjectedThread: injection,
  InjectedThreadFromUnsignedModule: injection,
  BrowserInjectedThread: injection,
  JavaInjectedThread: injection,
  DocumentProgramInjectedThread: injection,
  ProcessInjection: injection,
  LsassHandleFromUnsignedModule: classed('process_access', PROCESS, ['access']),
  PrivilegedProcessHandleFromUnsignedModule: classed('process_access', PROCESS, ['access']),
  UserLogon: logon('start'),
  UserLogonFailed: logon('start'),
  UserLogonFailed2: logon('start'),
  UserLogoff: logon('end'),
  UserIdentity: logon('info'),
  UserAccountCreated: account('user', 'creation'),
  UserAccountDeleted: account('user', 'deletion'),
  UserAccountAddedToGroup: account('group', 'change'),
  ServiceStarted: service,
  HostedServiceStarted: service,
  CreateService: classed('service', ['configuration'], ['creation']),
  ModifyServiceBinary: classed('service', ['configuration'], ['change']),
  ScheduledTaskRegistered: classed('task', ['configuration'], ['creation']),
  ScheduledTaskModified: classed('task', ['configuration'], ['change']),
  ScheduledTaskDeleted: classed('task', ['configuration'], ['deletion']),
  WmiCreateProcess: wmi,
  WmiFilterConsumerBindingEtw: wmi,
  WmiProviderRegistrationEtw: wmi,
};

/** Any event that tells of a file that was written. */
const WRITTEN = file('creation');

/** What an event of a kind is whose name is not listed. */
export const unlisted = (kind: EventKind): ClassedEvent =>
  kind === 'file' ? WRITTEN : classed(kind, ['host'], ['info']);
