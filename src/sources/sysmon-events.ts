import { type EventTable, event, type NamedEvent } from './event-table.ts';

const REGISTRY = ['configuration', 'registry'];

/**
 * Every event of Sysmon by its id. Category, type and action are those of Elastic's integration, save where these would
 * hide what happened: image loads are `library`, and keys that are made or deleted (12) say so by `type`.
 */
export const SYSMON_EVENTS: EventTable<NamedEvent> = {
  1: event('start', ['process'], ['start'], 'Process creation'),
  2: event('file', ['file'], ['change'], 'A process changed a file creation time'),
  3: event('network', ['network'], ['start', 'connection', 'protocol'], 'Network connection'),
  4: event('other', ['process'], ['change'], 'Sysmon service state changed'),
  5: event('end', ['process'], ['end'], 'Process terminated'),
  6: event('driver', ['driver'], ['start'], 'Driver loaded'),
  7: event('library', ['library'], ['start'], 'Image loaded'),
  8: event('remote_thread', ['process'], ['change'], 'CreateRemoteThread'),
  9: event('raw_access', ['process'], ['access'], 'RawAccessRead'),
  10: event('process_access', ['process'], ['access'], 'ProcessAccess'),
  11: event('file', ['file'], ['creation'], 'FileCreate'),
  12: event('registry', REGISTRY, ['change'], 'RegistryEvent (Object create and delete)'),
  13: event('registry', REGISTRY, ['change'], 'RegistryEvent (Value Set)'),
  14: event('registry', REGISTRY, ['change'], 'RegistryEvent (Key and Value Rename)'),
  15: event('file', ['file'], ['access'], 'FileCreateStreamHash'),
  16: event('other', ['configuration'], ['change'], 'ServiceConfigurationChange'),
  17: event('pipe', ['file'], ['creation'], 'PipeEvent (Pipe Created)'),
  18: event('pipe', ['file'], ['access'], 'PipeEvent (Pipe Connected)'),
  19: event('wmi', ['process'], ['info'], 'WmiEvent (WmiEventFilter activity detected)'),
  20: event('wmi', ['process'], ['change'], 'WmiEvent (WmiEventConsumer activity detected)'),
  21: event('wmi', ['process'], ['access'], 'WmiEvent (WmiEventConsumerToFilter activity detected)'),
  22: event('dns', ['network', 'dns'], ['connection', 'protocol', 'info'], 'DNSEvent (DNS query)'),
  23: event('file', ['file'], ['deletion'], 'FileDelete (File Delete archived)'),
  24: event('other', [], ['change'], 'ClipboardChange (New content in the clipboard)'),
  25: event('tampering', ['process'], ['change'], 'ProcessTampering (Process image change)'),
  26: event('file', ['file'], ['deletion'], 'FileDeleteDetected (File Delete logged)'),
  27: event('file', ['file'], ['creation'], 'FileBlockExecutable'),
  28: event('file', ['file'], ['deletion'], 'FileBlockShredding'),
  29: event('file', ['file'], ['creation'], 'FileExecutableDetected'),
  255: event('other', [], ['error'], 'Error'),
};
