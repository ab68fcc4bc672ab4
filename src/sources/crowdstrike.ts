import type { EventKind } from '../model/event-kind.ts';
import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { crowdstrikeActivity } from './crowdstrike-activity.ts';
import { CROWDSTRIKE_EVENTS, unlisted } from './crowdstrike-events.ts';
import type { CrowdstrikeForm } from './crowdstrike-forms.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import { clean, first, instant, literal, reportedName, unsigned, unusableParent } from './fields.ts';
import { aside, classColumns, digest, integrityOfRid, logonId } from './vendor-fields.ts';

type Key = (name: string) => Sql;

/** CrowdStrike's Falcon Data Replicator in one of the forms that its records come in. */
export function crowdstrike(form: CrowdstrikeForm): Source {
  const simpleName = (raw: RawRecord): Sql => form.key(raw, 'event_simpleName', 'other');
  return {
    name: 'crowdstrike',
    recognises: (raw) => form.recognises(raw),
    kinds: kindsOf(CROWDSTRIKE_EVENTS, 'other'),
    // The replicator writes hundreds of events on the sensor's own state: of the others those count that name a process.
    kind: (raw) =>
      byEventId(
        CROWDSTRIKE_EVENTS,
        simpleName(raw),
        ({ kind }) => literal(kind),
        `CASE WHEN ends_with(${simpleName(raw)}, 'Written') THEN 'file' WHEN ${form.key(raw, 'ContextProcessId', 'other')} IS NOT NULL THEN 'other' END`,
      ),
    label: (raw) => `concat_ws(' ', 'crowdstrike', ${simpleName(raw)})`,
    columns: (raw, kind) => {
      const key: Key = (name) => raw.once(clean(form.key(raw, name, kind)));
      const time = raw.once(instant(first(key('ContextTimeStamp'), key('timestamp'), key('UTCTimestamp'))));
      const platform = `lower(${key('event_platform')})`;
      const columns: Columns = {
        '@timestamp': time,
        ...classColumns(ofKind(CROWDSTRIKE_EVENTS, kind), simpleName(raw), unlisted(kind)),
        'event.action': simpleName(raw),
        'event.created': instant(first(key('timestamp'), key('UTCTimestamp'))),
        'event.provider': "'CrowdStrike'",
        'agent.id': key('aid'),
        'host.id': key('aid'),
        'host.name': key('ComputerName'),
        'host.os.type': `CASE ${platform} WHEN 'win' THEN 'windows' WHEN 'mac' THEN 'macos' WHEN 'lin' THEN 'linux' ELSE ${platform} END`,
      };
      if (kind === 'start' || kind === 'already_running')
        return {
          ...columns,
          ...newProcess(key),
          aside: aside(
            unusableParent(
              form.key(raw, 'ParentBaseFileName', kind),
              reportedName(key('ParentBaseFileName')),
            ),
          ),
        };
      if (kind === 'end') return { ...columns, ...ended(key), 'process.end': time };
      return { ...columns, ...actor(key, kind), ...crowdstrikeActivity(kind, key) };
    },
  };
}

/** A process id of the sensor's own counting; 0 is none. */
const processId = (id: Sql): Sql => `nullif(${id}, '0')`;

const named = (key: Key): Columns => ({
  'process.entity_id': processId(key('TargetProcessId')),
  'process.pid': unsigned(key('RawProcessId')),
  'process.name': reportedName(key('ImageFileName')),
  'process.executable': key('ImageFileName'),
  'process.start': instant(key('ProcessStartTime')),
  'process.hash.md5': digest(key('MD5HashData')),
  'process.hash.sha1': digest(key('SHA1HashData')),
  'process.hash.sha256': digest(key('SHA256HashData')),
  'process.parent.entity_id': processId(key('ParentProcessId')),
  'user.id': first(key('UserSid'), key('UID')),
  'user.name': key('UserName'),
});

/** A process that is neither the new one nor its parent. */
const another = (key: Key, name: string): Sql =>
  `CASE WHEN ${key(name)} IS DISTINCT FROM ${key('ParentProcessId')} AND ${key(name)} IS DISTINCT FROM ${key('TargetProcessId')} THEN ${processId(key(name))} END`;

/** A process with its creator: where the sensor saw another one ask for it, that is the real or the effective parent. */
const newProcess = (key: Key): Columns => ({
  ...named(key),
  'process.end': instant(key('ProcessEndTime')),
  'process.command_line': key('CommandLine'),
  'process.pe.original_file_name': key('OriginalFilename'),
  'process.Ext.session_info.id': unsigned(key('SessionId')),
  'process.Ext.authentication_id': logonId(key('AuthenticationId')),
  'process.Ext.token.integrity_level_name': integrityOfRid(key('IntegrityLevel')),
  'process.Ext.effective_parent.entity_id': another(key, 'RpcClientProcessId'),
  'process.parent.name': reportedName(key('ParentBaseFileName')),
  'process.parent.Ext.real.entity_id': another(key, 'SourceProcessId'),
});

const ended = (key: Key): Columns => ({
  ...named(key),
  'process.exit_code': unsigned(key('ExitCode')),
});

/** The process that an event is of: the one in whose context it came, or the one that a library was loaded into. */
function actor(key: Key, kind: EventKind): Columns {
  const [context, target] = [processId(key('ContextProcessId')), processId(key('TargetProcessId'))];
  const id = { 'process.entity_id': kind === 'library' ? first(target, context) : first(context, target) };
  if (kind !== 'service') return id;
  // Of a service that another process hosts the image is a library, and there is no command line.
  const image = `CASE WHEN ${key('CommandLine')} IS NOT NULL THEN ${key('ImageFileName')} END`;
  return {
    ...id,
    'process.executable': image,
    'process.name': reportedName(image),
    'process.command_line': key('CommandLine'),
    'user.name': key('UserName'),
  };
}
