import type { RawRecord, Source, Sql } from '../model/source.ts';
import { clean, elevationType, first, imageName, integrityOfLabel, syntheticId, unsigned } from './fields.ts';
import { isFrom, type WindowsEventForm } from './windows-event.ts';

const PROVIDER = 'Microsoft-Windows-Security-Auditing';

/** The Security log (process creation 4688 and exit 4689) in one of the forms that shippers give a Windows event. */
export function security(form: WindowsEventForm): Source {
  const eventId = (raw: RawRecord): Sql => form.eventId(raw);
  /** Rows of a SecurityEvent table may name neither channel nor provider. */
  const isBareRow = (raw: RawRecord): Sql =>
    `coalesce(${form.channel(raw)} IS NULL AND ${form.provider(raw)} IS NULL AND ` +
    `(${eventId(raw)} = '4688' AND ${form.data(raw, 'NewProcessName')} IS NOT NULL ` +
    `OR ${eventId(raw)} = '4689' AND ${form.data(raw, 'ProcessName')} IS NOT NULL), false)`;
  return {
    name: 'security',
    recognises: (raw) => `(${isFrom(form, raw, PROVIDER, 'security')} OR ${isBareRow(raw)})`,
    processKind: (raw) => `CASE ${eventId(raw)} WHEN '4688' THEN 'start' WHEN '4689' THEN 'end' END`,
    label: (raw) => `'security ' || coalesce(${eventId(raw)}, '?')`,
    columns: (raw) => {
      const data = (name: string): Sql => clean(form.data(raw, name));
      const either = (name: string, field: string): Sql =>
        clean(first(form.data(raw, name), form.ecs(raw, field)));
      const onStart = (value: Sql): Sql => `CASE WHEN ${eventId(raw)} = '4688' THEN ${value} END`;
      const onEnd = (value: Sql): Sql => `CASE WHEN ${eventId(raw)} = '4689' THEN ${value} END`;
      const time = form.created(raw);
      const host = form.computer(raw);
      const pid = first(
        onStart(unsigned(either('NewProcessId', 'process.pid'))),
        onEnd(unsigned(either('ProcessId', 'process.pid'))),
      );
      const image = first(
        onStart(either('NewProcessName', 'process.executable')),
        onEnd(either('ProcessName', 'process.executable')),
      );
      const parentImage = onStart(either('ParentProcessName', 'process.parent.executable'));
      const target = (name: string, nothing: string): Sql => `nullif(${data(name)}, '${nothing}')`;
      const hasTarget = `${target('TargetLogonId', '0x0')} IS NOT NULL AND ${data('TargetUserName')} IS NOT NULL`;
      const account = (part: 'UserSid' | 'UserName' | 'DomainName' | 'LogonId', field: string): Sql =>
        `CASE WHEN ${hasTarget} THEN ${target(`Target${part}`, 'S-1-0-0')} ELSE ${either(`Subject${part}`, field)} END`;
      return {
        '@timestamp': time,
        'event.category': "['process']",
        'event.type': `CASE WHEN ${eventId(raw)} = '4688' THEN ['start'] ELSE ['end'] END`,
        'event.code': eventId(raw),
        'event.provider': `'${PROVIDER}'`,
        'event.created': time,
        'host.name': host,
        'host.os.type': "'windows'",
        'user.id': account('UserSid', 'user.id'),
        'user.name': account('UserName', 'user.name'),
        'user.domain': account('DomainName', 'user.domain'),
        'process.entity_id': onStart(syntheticId(host, pid, time)),
        'process.pid': pid,
        'process.name': imageName(image),
        'process.executable': image,
        'process.command_line': onStart(either('CommandLine', 'process.command_line')),
        'process.start': onStart(time),
        'process.end': onEnd(time),
        'process.exit_code': onEnd(unsigned(data('Status'))),
        'process.Ext.authentication_id': `lower(${account('LogonId', 'winlog.logon.id')})`,
        'process.Ext.token.integrity_level_name': integrityOfLabel(data('MandatoryLabel')),
        'process.Ext.token.elevation_type': elevationType(data('TokenElevationType')),
        'process.parent.pid': onStart(`nullif(${unsigned(either('ProcessId', 'process.parent.pid'))}, 0)`),
        'process.parent.name': imageName(parentImage),
        'process.parent.executable': parentImage,
        'winlog.channel': `coalesce(${form.channel(raw)}, 'Security')`,
        'winlog.computer_name': host,
        'winlog.record_id': form.recordId(raw),
      };
    },
  };
}
