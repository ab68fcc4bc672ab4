import { type EventKind, isProcessKind } from '../model/event-kind.ts';
import type { FieldName } from '../model/field.ts';
import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import {
  clean,
  elevationType,
  first,
  integrityOfLabel,
  literal,
  namedBy,
  syntheticId,
  unsigned,
  unusableParent,
} from './fields.ts';
import { securityActivity, securityActor } from './security-activity.ts';
import { FAILURES, SECURITY_EVENTS } from './security-events.ts';
import { aside, classColumns } from './vendor-fields.ts';
import { commandLine, isFrom, type WindowsEventForm } from './windows-event.ts';

const LOG = {
  provider: 'Microsoft-Windows-Security-Auditing',
  channel: 'security',
};

/** The Security log in one of the forms that shippers give a Windows event. */
export function security(form: WindowsEventForm): Source {
  const eventId = (raw: RawRecord): Sql => form.eventId(raw);
  /** Rows of a SecurityEvent table may name neither channel nor provider. */
  const isBareRow = (raw: RawRecord): Sql =>
    `coalesce(${form.channel(raw)} IS NULL AND ${form.provider(raw)} IS NULL AND ` +
    `(${eventId(raw)} = '4688' AND ${form.data(raw, 'NewProcessName')} IS NOT NULL ` +
    `OR ${eventId(raw)} = '4689' AND ${form.data(raw, 'ProcessName')} IS NOT NULL), false)`;
  return {
    name: 'security',
    log: LOG,
    recognises: (raw) => `(${isFrom(form, raw, LOG)} OR ${isBareRow(raw)})`,
    kinds: kindsOf(SECURITY_EVENTS, 'other'),
    kind: (raw) => byEventId(SECURITY_EVENTS, eventId(raw), ({ kind }) => literal(kind), "'other'"),
    label: (raw) => `'security ' || coalesce(${eventId(raw)}, '?')`,
    columns: (raw, kind) => {
      const columns = common(form, raw, kind);
      if (kind === 'start') return { ...columns, ...startColumns(form, raw) };
      if (kind === 'end') return { ...columns, ...endColumns(form, raw) };
      if (isProcessKind(kind)) return columns;
      const data = (name: string, field?: FieldName): Sql =>
        field === undefined ? raw.once(clean(form.data(raw, name))) : either(form, raw, name, field);
      return {
        ...columns,
        ...account(form, raw, kind === 'logon'),
        ...securityActor(kind, data),
        'winlog.event_id': eventId(raw),
        ...securityActivity(kind, data),
      };
    },
  };
}

function common(form: WindowsEventForm, raw: RawRecord, kind: EventKind): Columns {
  const events = ofKind(SECURITY_EVENTS, kind);
  const eventId = form.eventId(raw);
  return {
    '@timestamp': form.created(raw),
    ...classColumns(events, eventId),
    'event.action': byEventId(events, eventId, ({ action }) => literal(action)),
    'event.code': eventId,
    'event.outcome': `CASE WHEN ${eventId} IN (${FAILURES.map(literal).join(', ')}) OR ${form.failed(raw)} THEN 'failure' ELSE 'success' END`,
    'event.provider': first(form.provider(raw), literal(LOG.provider)),
    'event.created': form.created(raw),
    'host.name': form.computer(raw),
    'host.os.type': "'windows'",
    'winlog.channel': `coalesce(${form.channel(raw)}, 'Security')`,
    'winlog.computer_name': form.computer(raw),
    'winlog.record_id': form.recordId(raw),
  };
}

/** A value of the event's data, or the ECS field to which a pipeline has moved it. */
const either = (form: WindowsEventForm, raw: RawRecord, name: string, field: FieldName): Sql =>
  raw.once(clean(first(form.data(raw, name), form.ecs(raw, field))));

/** The account that an event is about: with `ofTarget`, the one that the event names as its target, where it does. */
function account(form: WindowsEventForm, raw: RawRecord, ofTarget: boolean): Columns {
  const target = (name: string, nothing: string): Sql =>
    raw.once(`nullif(${raw.once(clean(form.data(raw, name)))}, '${nothing}')`);
  // Who logs on with another's credentials (4648) is the subject.
  const isTarget = ofTarget
    ? `${form.eventId(raw)} <> '4648'`
    : `${target('TargetLogonId', '0x0')} IS NOT NULL`;
  const hasTarget = `${target('TargetUserName', '-')} IS NOT NULL AND ${isTarget}`;
  const part = (name: 'UserSid' | 'UserName' | 'DomainName', field: FieldName): Sql => {
    const subject = either(form, raw, `Subject${name}`, field);
    return `CASE WHEN ${hasTarget} THEN ${target(`Target${name}`, 'S-1-0-0')} ELSE ${subject} END`;
  };
  return {
    'user.id': part('UserSid', 'user.id'),
    'user.name': part('UserName', 'user.name'),
    'user.domain': part('DomainName', 'user.domain'),
  };
}

const subjectLogon = (form: WindowsEventForm, raw: RawRecord): Sql =>
  `lower(${either(form, raw, 'SubjectLogonId', 'winlog.logon.id')})`;

/** 4688: the account of the new process where the record names it (since Windows 10), else its creator's. */
function startColumns(form: WindowsEventForm, raw: RawRecord): Columns {
  const data = (name: string): Sql => raw.once(clean(form.data(raw, name)));
  const time = form.created(raw);
  const pid = raw.once(unsigned(either(form, raw, 'NewProcessId', 'process.pid')));
  const image = either(form, raw, 'NewProcessName', 'process.executable');
  const parentImage = either(form, raw, 'ParentProcessName', 'process.parent.executable');
  const writtenParent = first(
    form.data(raw, 'ParentProcessName'),
    form.ecs(raw, 'process.parent.executable'),
  );
  const parentName = raw.once(namedBy(parentImage, form.ecs(raw, 'process.parent.name')));
  const target = `nullif(${data('TargetLogonId')}, '0x0')`;
  const logonId = `CASE WHEN ${target} IS NOT NULL AND ${data('TargetUserName')} IS NOT NULL THEN ${target} ELSE ${clean(first(form.data(raw, 'SubjectLogonId'), form.ecs(raw, 'winlog.logon.id')))} END`;
  return {
    ...account(form, raw, false),
    'process.entity_id': syntheticId(form.computer(raw), pid, time),
    'process.pid': pid,
    'process.name': namedBy(image, form.ecs(raw, 'process.name')),
    'process.executable': image,
    ...commandLine(form, raw),
    'process.start': time,
    'process.Ext.authentication_id': `lower(${logonId})`,
    'winlog.logon.id': subjectLogon(form, raw),
    'process.Ext.token.integrity_level_name': integrityOfLabel(data('MandatoryLabel')),
    'process.Ext.token.elevation_type': elevationType(data('TokenElevationType')),
    'process.parent.pid': `nullif(${unsigned(either(form, raw, 'ProcessId', 'process.parent.pid'))}, 0)`,
    'process.parent.name': parentName,
    aside: aside(unusableParent(writtenParent, parentName)),
    'process.parent.executable': parentImage,
  };
}

/** 4689. */
function endColumns(form: WindowsEventForm, raw: RawRecord): Columns {
  const image = either(form, raw, 'ProcessName', 'process.executable');
  return {
    ...account(form, raw, false),
    'process.pid': unsigned(either(form, raw, 'ProcessId', 'process.pid')),
    'process.name': namedBy(image, form.ecs(raw, 'process.name')),
    'process.executable': image,
    'process.end': form.created(raw),
    'process.exit_code': unsigned(clean(form.data(raw, 'Status'))),
    'process.Ext.authentication_id': subjectLogon(form, raw),
    'winlog.logon.id': subjectLogon(form, raw),
  };
}
