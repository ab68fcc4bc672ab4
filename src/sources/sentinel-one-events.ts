import type { EventKind } from '../model/event-kind.ts';
import { type ClassedEvent, classed } from './vendor-fields.ts';

const PROCESS = ['process'];
const FILE = ['file'];
const REGISTRY = ['registry'];
const NETWORK = ['network'];
const start = classed('start', PROCESS, ['start']);
const end = classed('end', PROCESS, ['end']);
const access = classed('process_access', PROCESS, ['access']);
const thread = classed('remote_thread', PROCESS, ['change']);
const task = (...type: string[]): ClassedEvent => classed('task', ['configuration'], type);

/** What events of Cloud Funnel are, by `event.type` in lower case and without spaces. */
export const SENTINEL_ONE_EVENTS: Readonly<Record<string, ClassedEvent>> = {
  processcreation: start,
  processexit: end,
  processtermination: end,
  openremoteprocesshandle: access,
  duplicateprocesshandle: access,
  duplicatethreadhandle: access,
  remotethreadcreation: thread,
  remotethread: thread,
  filecreation: classed('file', FILE, ['creation']),
  filemodification: classed('file', FILE, ['change']),
  filedeletion: classed('file', FILE, ['deletion']),
  filerename: classed('file', FILE, ['change']),
  filescan: classed('file', FILE, ['access']),
  registrykeycreate: classed('registry', REGISTRY, ['creation']),
  registrykeydelete: classed('registry', REGISTRY, ['deletion']),
  registrykeyrename: classed('registry', REGISTRY, ['change']),
  registrykeyimport: classed('registry', REGISTRY, ['change']),
  registrykeyexport: classed('registry', REGISTRY, ['access']),
  registrykeysecuritychanged: classed('registry', REGISTRY, ['change']),
  registryvaluecreate: classed('registry', REGISTRY, ['creation']),
  registryvaluemodified: classed('registry', REGISTRY, ['change']),
  registryvaluedelete: classed('registry', REGISTRY, ['deletion']),
  ipconnect: classed('network', NETWORK, ['start', 'connection']),
  iplisten: classed('network', NETWORK, ['start']),
  dnsresolved: classed('dns', NETWORK, ['protocol', 'info']),
  dnsunresolved: classed('dns', NETWORK, ['protocol', 'info']),
  moduleload: classed('library', ['library'], ['start']),
  driverload: classed('driver', ['driver'], ['start']),
  login: classed('logon', ['authentication'], ['start']),
  logout: classed('logon', ['authentication'], ['end']),
  taskregister: task('creation'),
  taskupdate: task('change'),
  taskdelete: task('deletion'),
  taskstart: task('start'),
  tasktrigger: task('start'),
  namedpipecreation: classed('pipe', FILE, ['creation']),
  namedpipeconnection: classed('pipe', FILE, ['access']),
};

/** What an event is whose `event.type` is not listed, by its `event.category`. */
export const SENTINEL_ONE_CATEGORIES: Readonly<Record<string, ClassedEvent>> = {
  file: classed('file', FILE, ['info']),
  registry: classed('registry', REGISTRY, ['info']),
  ip: classed('network', NETWORK, ['info']),
  url: classed('network', NETWORK, ['info', 'protocol']),
  dns: classed('dns', NETWORK, ['info']),
  module: classed('library', ['library'], ['info']),
  driver: classed('driver', ['driver'], ['info']),
  logins: classed('logon', ['authentication'], ['info']),
  scheduled_task: task('info'),
  named_pipe: classed('pipe', FILE, ['info']),
  cross_process: classed('process_access', PROCESS, ['info']),
};

/** What an event of a kind is whose `event.type` is not listed. */
export const unlisted = (kind: EventKind): ClassedEvent =>
  Object.values(SENTINEL_ONE_CATEGORIES).find((event) => event.kind === kind) ??
  classed(kind, ['host'], ['info']);
