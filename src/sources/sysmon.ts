import { type EventKind, isProcessKind } from '../model/event-kind.ts';
import type { FieldName } from '../model/field.ts';
import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import {
  accountDomain,
  accountName,
  clean,
  first,
  hashNamed,
  imageName,
  instant,
  literal,
  namedBy,
  sysmonGuid,
  unsigned,
  unusableParent,
} from './fields.ts';
import { sysmonActivity, sysmonActor } from './sysmon-activity.ts';
import { SYSMON_EVENTS } from './sysmon-events.ts';
import { aside, classColumns } from './vendor-fields.ts';
import { commandLine, isFrom, type WindowsEventForm } from './windows-event.ts';

const LOG = {
  provider: 'Microsoft-Windows-Sysmon',
  channel: 'microsoft-windows-sysmon/operational',
};

type Data = (name: string, field?: FieldName) => Sql;

/** Sysmon in one of the forms that shippers give a Windows event. */
export function sysmon(form: WindowsEventForm): Source {
  return {
    name: 'sysmon',
    log: LOG,
    recognises: (raw) => isFrom(form, raw, LOG),
    kinds: kindsOf(SYSMON_EVENTS),
    kind: (raw) => byEventId(SYSMON_EVENTS, form.eventId(raw), ({ kind }) => literal(kind), "'other'"),
    label: (raw) => `'sysmon ' || coalesce(${form.eventId(raw)}, '?')`,
    columns: (raw, kind) => {
      const data: Data = (name, field) =>
        raw.once(
          clean(
            field === undefined ? form.data(raw, name) : first(form.data(raw, name), form.ecs(raw, field)),
          ),
        );
      const columns = { ...common(form, raw, kind, data) };
      if (isProcessKind(kind)) return { ...columns, ...processColumns(form, raw, kind, data) };
      const actor = sysmonActor(kind, data);
      return {
        ...columns,
        ...actor,
        'process.name': imageName(actor['process.executable'] as Sql),
        'winlog.event_id': form.eventId(raw),
        ...sysmonActivity(kind, data, form.eventId(raw), (field) => form.ecsList(raw, field)),
      };
    },
  };
}

const timeOf = (form: WindowsEventForm, raw: RawRecord, data: Data): Sql =>
  raw.once(
    first(raw.once(instant(data('UtcTime'))), instant(form.ecs(raw, '@timestamp')), form.created(raw)),
  );

function common(form: WindowsEventForm, raw: RawRecord, kind: EventKind, data: Data): Columns {
  const events = ofKind(SYSMON_EVENTS, kind);
  const eventId = form.eventId(raw);
  return {
    '@timestamp': timeOf(form, raw, data),
    ...classColumns(events, eventId),
    'event.action': byEventId(events, eventId, ({ action }) => literal(action)),
    'event.code': eventId,
    'event.provider': literal(LOG.provider),
    'event.created': form.created(raw),
    'host.name': form.computer(raw),
    'host.os.type': "'windows'",
    'user.name': first(accountName(data('User')), form.ecs(raw, 'user.name')),
    'user.domain': first(accountDomain(data('User')), form.ecs(raw, 'user.domain')),
    'winlog.channel': form.channel(raw),
    'winlog.computer_name': form.computer(raw),
    'winlog.record_id': form.recordId(raw),
  };
}

/** Start (1) and end (5) of a process. */
function processColumns(form: WindowsEventForm, raw: RawRecord, kind: EventKind, data: Data): Columns {
  const time = timeOf(form, raw, data);
  const image = data('Image', 'process.executable');
  const self: Columns = {
    'process.entity_id': sysmonGuid(data('ProcessGuid', 'process.entity_id')),
    'process.pid': unsigned(data('ProcessId', 'process.pid')),
    'process.name': namedBy(image, form.ecs(raw, 'process.name')),
    'process.executable': image,
  };
  if (kind === 'end') return { ...self, 'process.end': time };
  const parentImage = data('ParentImage', 'process.parent.executable');
  const writtenParent = first(form.data(raw, 'ParentImage'), form.ecs(raw, 'process.parent.executable'));
  const parentName = raw.once(namedBy(parentImage, form.ecs(raw, 'process.parent.name')));
  const hash = (name: 'MD5' | 'SHA1' | 'SHA256' | 'IMPHASH', field: FieldName): Sql =>
    first(
      hashNamed(data('Hashes'), name),
      `lower(${first(form.ecs(raw, field), form.ecs(raw, `hash.${name.toLowerCase()}`))})`,
    );
  const described = (name: string, field: FieldName): Sql => `nullif(${data(name, field)}, '?')`;
  return {
    ...self,
    ...commandLine(form, raw),
    'process.working_directory': data('CurrentDirectory', 'process.working_directory'),
    'process.start': time,
    'process.hash.md5': hash('MD5', 'process.hash.md5'),
    'process.hash.sha1': hash('SHA1', 'process.hash.sha1'),
    'process.hash.sha256': hash('SHA256', 'process.hash.sha256'),
    'process.pe.imphash': hash('IMPHASH', 'process.pe.imphash'),
    'process.pe.original_file_name': described('OriginalFileName', 'process.pe.original_file_name'),
    'process.pe.company': described('Company', 'process.pe.company'),
    'process.pe.description': described('Description', 'process.pe.description'),
    'process.pe.product': described('Product', 'process.pe.product'),
    'process.pe.file_version': described('FileVersion', 'process.pe.file_version'),
    'process.Ext.session_info.id': unsigned(data('TerminalSessionId')),
    'process.Ext.authentication_id': `lower(${data('LogonId')})`,
    'winlog.logon.id': `lower(${data('LogonId', 'winlog.logon.id')})`,
    'process.Ext.token.integrity_level_name': `lower(${data('IntegrityLevel')})`,
    'process.parent.entity_id': sysmonGuid(data('ParentProcessGuid', 'process.parent.entity_id')),
    'process.parent.pid': `nullif(${unsigned(data('ParentProcessId', 'process.parent.pid'))}, 0)`,
    'process.parent.name': parentName,
    aside: aside(unusableParent(writtenParent, parentName)),
    'process.parent.executable': parentImage,
    'process.parent.command_line': data('ParentCommandLine', 'process.parent.command_line'),
  };
}
