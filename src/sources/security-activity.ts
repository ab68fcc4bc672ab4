import type { ActivityKind } from '../model/event-kind.ts';
import type { FieldName } from '../model/field.ts';
import type { Columns, Sql } from '../model/source.ts';
import { eventData } from './event-table.ts';
import { clean, first, imageName, unsigned } from './fields.ts';
import { SECURITY_EVENT_DATA } from './security-event-data.ts';
import { logonType, single, transport } from './vendor-fields.ts';

/** A value of the event's data by its name, and the ECS field to which a shipper's pipeline may have moved it. */
type Data = (name: string, field?: FieldName) => Sql;

const address = (text: Sql): Sql => `nullif(regexp_replace(${text}, '^::ffff:', ''), '')`;

const COLUMNS: Partial<Record<ActivityKind, (data: Data) => Columns>> = {
  logon: (data) => ({
    'source.ip': address(data('IpAddress', 'source.ip')),
    'source.port': `nullif(${unsigned(data('IpPort', 'source.port'))}, 0)`,
    'source.domain': data('WorkstationName', 'source.domain'),
    'winlog.logon.type': first(logonType(data('LogonType')), data('LogonType', 'winlog.logon.type')),
    'winlog.logon.id': `lower(${first(clean(`nullif(${data('TargetLogonId')}, '0x0')`), data('SubjectLogonId', 'winlog.logon.id'))})`,
    'service.name': data('ServiceName', 'service.name'),
  }),
  network: (data) => {
    const inbound = `${data('Direction')} = '%%14592'`;
    return {
      'network.direction': `CASE ${data('Direction')} WHEN '%%14592' THEN 'ingress' WHEN '%%14593' THEN 'egress' END`,
      'network.transport': transport(data('Protocol')),
      // The event names the two ends as the host sees them: its own is "source" whatever the direction.
      'source.ip': `CASE WHEN ${inbound} THEN ${data('DestAddress')} ELSE ${data('SourceAddress')} END`,
      'source.port': `CASE WHEN ${inbound} THEN ${unsigned(data('DestPort'))} ELSE ${unsigned(data('SourcePort'))} END`,
      'destination.ip': `CASE WHEN ${inbound} THEN ${data('SourceAddress')} ELSE ${data('DestAddress')} END`,
      'destination.port': `CASE WHEN ${inbound} THEN ${unsigned(data('SourcePort'))} ELSE ${unsigned(data('DestPort'))} END`,
    };
  },
  service: (data) => ({ 'service.name': data('ServiceName', 'service.name') }),
  registry: (data) => ({
    'registry.path': `nullif(concat_ws('\\', ${data('ObjectName')}, ${data('ObjectValueName')}), '')`,
    'registry.value': data('ObjectValueName'),
    'registry.data.strings': single(data('NewValue')),
  }),
  object_access: (data) => ({
    'source.ip': address(data('IpAddress', 'source.ip')),
    'source.port': `nullif(${unsigned(data('IpPort', 'source.port'))}, 0)`,
  }),
};

/** The process that asked for what an event records; the firewall's events name it by its device path. */
export const securityActor = (kind: ActivityKind, data: Data): Columns => {
  const image =
    kind === 'network'
      ? data('Application', 'process.executable')
      : first(data('ProcessName', 'process.executable'), data('CallerProcessName'));
  const pid =
    kind === 'service' || kind === 'task'
      ? data('ClientProcessId')
      : first(
          data('ProcessId', 'process.pid'),
          data('ProcessID'),
          data('CallerProcessId'),
          data('ClientProcessId'),
        );
  return {
    'process.pid': `nullif(${unsigned(pid)}, 0)`,
    'process.executable': image,
    'process.name': imageName(image),
  };
};

/** What an event of a kind says beyond who did it. */
export const securityActivity = (kind: ActivityKind, data: Data): Columns => ({
  'winlog.logon.id': `lower(${data('SubjectLogonId', 'winlog.logon.id')})`,
  ...COLUMNS[kind]?.(data),
  'winlog.event_data': eventData(data, SECURITY_EVENT_DATA[kind] ?? []),
});
