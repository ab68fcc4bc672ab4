import type { RawRecord, Source, Sql } from '../model/source.ts';
import {
  accountDomain,
  accountName,
  clean,
  first,
  hashNamed,
  imageName,
  instant,
  sysmonGuid,
  unsigned,
} from './fields.ts';
import { isFrom, type WindowsEventForm } from './windows-event.ts';

const PROVIDER = 'Microsoft-Windows-Sysmon';
const CHANNEL = 'microsoft-windows-sysmon/operational';

/** Sysmon (process creation 1 and termination 5) in one of the forms that shippers give a Windows event. */
export function sysmon(form: WindowsEventForm): Source {
  const eventId = (raw: RawRecord): Sql => form.eventId(raw);
  return {
    name: 'sysmon',
    recognises: (raw) => isFrom(form, raw, PROVIDER, CHANNEL),
    processKind: (raw) => `CASE ${eventId(raw)} WHEN '1' THEN 'start' WHEN '5' THEN 'end' END`,
    label: (raw) => `'sysmon ' || coalesce(${eventId(raw)}, '?')`,
    columns: (raw) => {
      const data = (name: string, field?: string): Sql =>
        clean(field === undefined ? form.data(raw, name) : first(form.data(raw, name), form.ecs(raw, field)));
      const time = first(instant(data('UtcTime')), instant(form.ecs(raw, '@timestamp')), form.created(raw));
      const image = data('Image', 'process.executable');
      const parentImage = data('ParentImage', 'process.parent.executable');
      const user = data('User');
      const hash = (name: 'MD5' | 'SHA1' | 'SHA256' | 'IMPHASH', field: string): Sql =>
        first(hashNamed(data('Hashes'), name), `lower(${form.ecs(raw, field)})`);
      const start = (value: Sql): Sql => `CASE WHEN ${eventId(raw)} = '1' THEN ${value} END`;
      return {
        '@timestamp': time,
        'event.category': "['process']",
        'event.type': `CASE WHEN ${eventId(raw)} = '1' THEN ['start'] ELSE ['end'] END`,
        'event.code': eventId(raw),
        'event.provider': `'${PROVIDER}'`,
        'event.created': form.created(raw),
        'host.name': form.computer(raw),
        'host.os.type': "'windows'",
        'user.name': first(accountName(user), form.ecs(raw, 'user.name')),
        'user.domain': first(accountDomain(user), form.ecs(raw, 'user.domain')),
        'process.entity_id': sysmonGuid(data('ProcessGuid', 'process.entity_id')),
        'process.pid': unsigned(data('ProcessId', 'process.pid')),
        'process.name': imageName(image),
        'process.executable': image,
        'process.command_line': data('CommandLine', 'process.command_line'),
        'process.working_directory': data('CurrentDirectory', 'process.working_directory'),
        'process.start': start(time),
        'process.end': `CASE WHEN ${eventId(raw)} = '5' THEN ${time} END`,
        'process.hash.md5': hash('MD5', 'process.hash.md5'),
        'process.hash.sha1': hash('SHA1', 'process.hash.sha1'),
        'process.hash.sha256': hash('SHA256', 'process.hash.sha256'),
        'process.pe.imphash': hash('IMPHASH', 'process.pe.imphash'),
        'process.pe.original_file_name': `nullif(${data('OriginalFileName', 'process.pe.original_file_name')}, '?')`,
        'process.pe.company': `nullif(${data('Company', 'process.pe.company')}, '?')`,
        'process.pe.description': `nullif(${data('Description', 'process.pe.description')}, '?')`,
        'process.pe.product': `nullif(${data('Product', 'process.pe.product')}, '?')`,
        'process.pe.file_version': `nullif(${data('FileVersion', 'process.pe.file_version')}, '?')`,
        'process.Ext.session_info.id': unsigned(data('TerminalSessionId')),
        'process.Ext.authentication_id': `lower(${data('LogonId')})`,
        'process.Ext.token.integrity_level_name': `lower(${data('IntegrityLevel')})`,
        'process.parent.entity_id': sysmonGuid(data('ParentProcessGuid', 'process.parent.entity_id')),
        'process.parent.pid': `nullif(${unsigned(data('ParentProcessId', 'process.parent.pid'))}, 0)`,
        'process.parent.name': imageName(parentImage),
        'process.parent.executable': parentImage,
        'process.parent.command_line': data('ParentCommandLine', 'process.parent.command_line'),
        'winlog.channel': form.channel(raw),
        'winlog.computer_name': form.computer(raw),
        'winlog.record_id': form.recordId(raw),
      };
    },
  };
}
