import type { Columns, EventLog, RawRecord, Sql } from '../model/source.ts';
import { clean, first, instant, literal } from './fields.ts';

/** Where the parts of a Windows event are found in one of the forms that shippers write. */
export interface WindowsEventForm {
  /** Names the form: part of nothing but error messages and tests. */
  readonly name: string;
  channel(raw: RawRecord): Sql;
  provider(raw: RawRecord): Sql;
  eventId(raw: RawRecord): Sql;
  recordId(raw: RawRecord): Sql;
  computer(raw: RawRecord): Sql;
  /** When the event was logged: TIMESTAMP. */
  created(raw: RawRecord): Sql;
  /** Whether the event's keywords call it a failed audit: BOOLEAN, never NULL. */
  failed(raw: RawRecord): Sql;
  /** A value of the event's data by its Windows name (`Image`), as text. */
  data(raw: RawRecord, name: string): Sql;
  /** An ECS field that the shipper's pipeline has filled already; NULL in forms that have none. */
  ecs(raw: RawRecord, field: string): Sql;
  /** As `ecs`, of a field that may hold several values. */
  ecsList(raw: RawRecord, field: string): Sql;
}

/**
 * NXLog writes EventTime in the collector's local time without an offset, to the second, and @timestamp in UTC when
 * it was received, up to seconds later: the offset is their difference to the nearest quarter of an hour.
 */
const nxlogTime = (raw: RawRecord): Sql => {
  const local = raw.once(instant(raw.text('EventTime')));
  const received = raw.once(instant(raw.text('@timestamp')));
  return first(
    `${local} + to_minutes(15 * round(epoch(${received} - ${local}) / 900)::INTEGER)`,
    received,
    local,
  );
};

/** An event id as text; tools that know no missing integers write `1.0`. */
const wholeNumber = (text: Sql): Sql =>
  `CASE WHEN ends_with(${text}, '.0') THEN left(${text}, -2) ELSE ${text} END`;

/** The keyword of a failed audit as the number that Windows writes, signed and in hexadecimal. */
const AUDIT_FAILURE = ['-9218868437227405312', '0x8010000000000000'];

const isFailure = (keywords: Sql): Sql =>
  `coalesce(${keywords} IN (${AUDIT_FAILURE.map(literal).join(', ')}) OR contains(lower(${keywords}), 'failure'), false)`;

/** Who cleared a log: 1102 says so in its user data, as no other event that is loaded does. */
const CLEARED_BY = ['SubjectUserSid', 'SubjectUserName', 'SubjectDomainName', 'SubjectLogonId'];

const dataIn = (raw: RawRecord, eventData: string, userData: string, name: string): Sql => {
  const data = raw.text(`${eventData}.${name}`);
  return CLEARED_BY.includes(name) ? first(data, raw.text(`${userData}.${name}`)) : data;
};

/** All names at the top level: NXLog and the flat JSON of log collections, and rows of a SecurityEvent table. */
export const flatForm: WindowsEventForm = {
  name: 'flat',
  channel: (raw) => raw.text('Channel'),
  provider: (raw) => first(raw.text('SourceName'), raw.text('EventSourceName'), raw.text('Provider')),
  eventId: (raw) => wholeNumber(raw.text('EventID')),
  recordId: (raw) => first(raw.text('RecordNumber'), raw.text('EventRecordID')),
  computer: (raw) => raw.once(first(clean(raw.text('Hostname')), clean(raw.text('Computer')))),
  created: (raw) =>
    raw.once(
      first(
        instant(raw.text('TimeCreated')),
        instant(raw.text('TimeCreatedUtc')),
        instant(raw.text('TimeGenerated')),
        nxlogTime(raw),
      ),
    ),
  failed: (raw) => isFailure(first(raw.text('Keywords'), raw.text('EventType'))),
  // NXLog gives the name `ProcessID` to the process that wrote the event.
  data: (raw, name) =>
    name === 'ProcessID'
      ? `CASE WHEN coalesce(${raw.text('EventTime')}, ${raw.text('SourceModuleName')}) IS NULL THEN ${raw.text(name)} END`
      : raw.text(name),
  ecs: () => 'NULL',
  ecsList: () => 'NULL',
};

/** Winlogbeat 7 and 8, Elastic Agent and their exports: `winlog.*`, with ECS fields where a pipeline has run. */
export const winlogForm: WindowsEventForm = {
  name: 'winlog',
  channel: (raw) => raw.text('winlog.channel'),
  provider: (raw) => first(raw.text('winlog.provider_name'), raw.text('event.provider')),
  eventId: (raw) => first(raw.text('winlog.event_id'), raw.text('event.code')),
  recordId: (raw) => raw.text('winlog.record_id'),
  computer: (raw) => raw.once(first(clean(raw.text('winlog.computer_name')), clean(raw.text('host.name')))),
  created: (raw) =>
    raw.once(
      first(
        raw.once(instant(raw.text('winlog.time_created'))),
        raw.once(instant(raw.text('@timestamp'))),
        instant(raw.text('event.created')),
      ),
    ),
  failed: (raw) =>
    `(coalesce(${raw.text('event.outcome')} = 'failure', false) OR ${isFailure(raw.text('winlog.keywords'))})`,
  data: (raw, name) => dataIn(raw, 'winlog.event_data', 'winlog.user_data', name),
  ecs: (raw, field) => raw.text(field),
  ecsList: (raw, field) => raw.list(field),
};

/** Winlogbeat 6: `event_data.*` at the top level. */
export const winlogbeat6Form: WindowsEventForm = {
  name: 'winlogbeat6',
  channel: (raw) => raw.text('log_name'),
  provider: (raw) => raw.text('source_name'),
  eventId: (raw) => wholeNumber(raw.text('event_id')),
  recordId: (raw) => raw.text('record_number'),
  computer: (raw) => clean(raw.text('computer_name')),
  created: (raw) => raw.once(instant(raw.text('@timestamp'))),
  failed: (raw) => isFailure(raw.text('keywords')),
  data: (raw, name) => dataIn(raw, 'event_data', 'user_data', name),
  ecs: () => 'NULL',
  ecsList: () => 'NULL',
};

/** What an element with attributes too holds: an object then, with the text in it. */
const textOf = (element: Sql): Sql =>
  `CASE WHEN starts_with(${element}, '{"#') THEN coalesce(json_extract_string(TRY_CAST(${element} AS JSON), '$."#text"'), ${element}) ELSE ${element} END`;

/**
 * Event XML as JSON, which EVTX and event XML are read as: `{"System":{…},"EventData":{…}}`, attributes under
 * `#attributes`. What the system says and what the event's data say are kept apart, so data may have any name.
 */
export const eventXmlForm: WindowsEventForm = {
  name: 'event xml',
  channel: (raw) => raw.text('System.Channel'),
  provider: (raw) => raw.text('System.Provider.#attributes.Name'),
  eventId: (raw) => textOf(raw.text('System.EventID')),
  recordId: (raw) => raw.text('System.EventRecordID'),
  computer: (raw) => clean(raw.text('System.Computer')),
  created: (raw) => raw.once(instant(raw.text('System.TimeCreated.#attributes.SystemTime'))),
  failed: (raw) => isFailure(raw.text('System.Keywords')),
  data: (raw, name) => dataIn(raw, 'EventData', 'UserData.LogFileCleared', name),
  ecs: () => 'NULL',
  ecsList: () => 'NULL',
};

/** The same below `Event`, as `evtx_dump` writes it: attributes of `System` below their element, or beside it. */
export const evtxDumpForm: WindowsEventForm = {
  ...eventXmlForm,
  name: 'evtx_dump',
  channel: (raw) => raw.text('Event.System.Channel'),
  provider: (raw) => dumpedAttribute(raw, 'Provider', 'Name'),
  eventId: (raw) => raw.once(textOf(raw.text('Event.System.EventID'))),
  recordId: (raw) => raw.text('Event.System.EventRecordID'),
  computer: (raw) => clean(raw.text('Event.System.Computer')),
  created: (raw) => raw.once(instant(dumpedAttribute(raw, 'TimeCreated', 'SystemTime'))),
  failed: (raw) => isFailure(raw.text('Event.System.Keywords')),
  data: (raw, name) =>
    raw.once(textOf(dataIn(raw, 'Event.EventData', 'Event.UserData.LogFileCleared', name))),
};

const dumpedAttribute = (raw: RawRecord, element: string, name: string): Sql =>
  first(
    raw.text(`Event.System.${element}.#attributes.${name}`),
    raw.text(`Event.System.${element}_attributes.${name}`),
  );

/**
 * The command line of a new process. Early pipelines kept nothing but the arguments that they split it into: these then
 * are its arguments, and joined stand for it.
 */
export function commandLine(form: WindowsEventForm, raw: RawRecord): Columns {
  const line = raw.once(clean(first(form.data(raw, 'CommandLine'), form.ecs(raw, 'process.command_line'))));
  const split = form.ecsList(raw, 'process.args');
  if (split === 'NULL') return { 'process.command_line': line };
  return {
    'process.command_line': first(line, `array_to_string(${split}, ' ')`),
    'process.args': `CASE WHEN ${line} IS NULL THEN ${split} END`,
  };
}

/** Is the record of this log, by this form? BOOLEAN, never NULL. */
export const isFrom = (form: WindowsEventForm, raw: RawRecord, { provider, channel }: EventLog): Sql =>
  `coalesce(${form.eventId(raw)} IS NOT NULL AND ` +
  `coalesce(${form.provider(raw)} = ${literal(provider)}, false) OR lower(${form.channel(raw)}) = ${literal(channel)}, false)`;
