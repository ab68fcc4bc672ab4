import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import {
  accountDomain,
  accountName,
  clean,
  instant,
  literal,
  reportedName,
  unsigned,
  unusableParent,
  wholeName,
} from './fields.ts';
import { sentinelOneActivity } from './sentinel-one-activity.ts';
import { SENTINEL_ONE_CATEGORIES, SENTINEL_ONE_EVENTS, unlisted } from './sentinel-one-events.ts';
import type { SentinelOneForm } from './sentinel-one-forms.ts';
import { ancestry, aside, classColumns, digest } from './vendor-fields.ts';

/** Values of a record's keys: as text without what means nothing, and as TIMESTAMP. */
interface Keys {
  readonly text: (name: string) => Sql;
  readonly time: (name: string) => Sql;
}

/** SentinelOne's Cloud Funnel in one of the forms that its records come in. */
export function sentinelOne(form: SentinelOneForm): Source {
  const type = (raw: RawRecord): Sql => `lower(replace(${form.key(raw, 'event.type', 'other')}, ' ', ''))`;
  const category = (raw: RawRecord): Sql => `lower(${form.key(raw, 'event.category', 'other')})`;
  return {
    name: 'sentinel_one',
    recognises: (raw) => form.recognises(raw),
    kinds: kindsOf(SENTINEL_ONE_EVENTS, 'other'),
    kind: (raw) =>
      byEventId(
        SENTINEL_ONE_EVENTS,
        type(raw),
        ({ kind }) => literal(kind),
        byEventId(SENTINEL_ONE_CATEGORIES, category(raw), ({ kind }) => literal(kind), "'other'"),
      ),
    label: (raw) => `concat_ws(' ', 'cloud funnel', ${category(raw)}, ${type(raw)})`,
    columns: (raw, kind) => {
      const text = (name: string): Sql => raw.once(clean(form.key(raw, name, kind)));
      const keys: Keys = { text, time: (name) => raw.once(instant(form.time(raw, name, kind))) };
      const time = keys.time('event.time');
      const common: Columns = {
        '@timestamp': time,
        ...classColumns(ofKind(SENTINEL_ONE_EVENTS, kind), type(raw), unlisted(kind)),
        'event.action': text('event.type'),
        'event.provider': "'SentinelOne'",
        'host.id': text('agent.uuid'),
        'host.name': text('endpoint.name'),
        'host.os.type': `CASE lower(${text('endpoint.os')}) WHEN 'osx' THEN 'macos' ELSE lower(${text('endpoint.os')}) END`,
      };
      if (kind === 'start')
        return { ...common, ...startColumns(keys, form.key(raw, 'src.process.name', kind)) };
      if (kind === 'end') return { ...common, ...endColumns(keys), 'process.end': time };
      return {
        ...common,
        ...processColumns('process', 'src.process', keys),
        ...processColumns('process.parent', 'src.process.parent', keys),
        ...sentinelOneActivity(kind, text),
      };
    },
  };
}

const user = (account: Sql): Columns => ({
  'user.name': accountName(account),
  'user.domain': accountDomain(account),
});

/** What a block of keys says of a process. */
function processColumns(prefix: 'process' | 'process.parent', block: string, { text, time }: Keys): Columns {
  const key = (name: string): Sql => text(`${block}.${name}`);
  const image = key('image.path');
  const common: Columns = {
    [`${prefix}.entity_id`]: key('uid'),
    [`${prefix}.pid`]: `nullif(${unsigned(key('pid'))}, 0)`,
    [`${prefix}.name`]: wholeName(key('name'), image),
    [`${prefix}.executable`]: image,
    [`${prefix}.command_line`]: key('cmdline'),
    [`${prefix}.start`]: time(`${block}.startTime`),
    [`${prefix}.hash.md5`]: digest(key('image.md5')),
    [`${prefix}.hash.sha256`]: digest(key('image.sha256')),
    [`${prefix}.code_signature.exists`]: `CASE lower(${key('signedStatus')}) WHEN 'signed' THEN true WHEN 'unsigned' THEN false END`,
    [`${prefix}.code_signature.trusted`]: `CASE lower(${key('verifiedStatus')}) WHEN 'verified' THEN true WHEN 'unverified' THEN false END`,
    [`${prefix}.code_signature.status`]: key('reasonSignatureInvalid'),
    [`${prefix}.code_signature.subject_name`]: key('publisher'),
  };
  if (prefix === 'process.parent') return common;
  return {
    ...common,
    ...user(key('user')),
    'process.hash.sha1': digest(key('image.sha1')),
    'process.Ext.session_info.id': unsigned(key('sessionId')),
    'process.Ext.token.integrity_level_name': `nullif(lower(${key('integrityLevel')}), 'integrity_level_unknown')`,
  };
}

/** What is said of the parent of a new process's parent, and of its parent if that is no name. */
function asideOf({ text, time }: Keys, parent: Sql): Sql {
  const key = (name: string): Sql => text(`src.process.parent.${name}`);
  const image = key('image.path');
  const unusable = unusableParent(
    parent,
    wholeName(text('src.process.name'), text('src.process.image.path')),
  );
  return aside(unusable, {
    pid: `nullif(${unsigned(key('pid'))}, 0)`,
    name: wholeName(key('name'), image),
    executable: image,
    command_line: key('cmdline'),
    start: time('src.process.parent.startTime'),
  });
}

/** The target is the new process, the source its parent; a third one may have asked for it through an operating system's service. */
const startColumns = (keys: Keys, parent: Sql): Columns => ({
  ...processColumns('process', 'tgt.process', keys),
  ...processColumns('process.parent', 'src.process', keys),
  'process.Ext.ancestry': ancestry(keys.text('src.process.uid'), keys.text('src.process.parent.uid')),
  'process.Ext.effective_parent.entity_id': keys.text('osSrc.process.uid'),
  'process.Ext.effective_parent.pid': unsigned(keys.text('osSrc.process.pid')),
  'process.Ext.effective_parent.name': reportedName(keys.text('osSrc.process.name')),
  'process.Ext.effective_parent.executable': keys.text('osSrc.process.image.path'),
  aside: asideOf(keys, parent),
});

/** The process that ended: the target where the record has one, else the source. */
function endColumns(keys: Keys): Columns {
  const either = (name: string): Sql =>
    `CASE WHEN ${keys.text('tgt.process.uid')} IS NOT NULL THEN ${keys.text(`tgt.process.${name}`)} ELSE ${keys.text(`src.process.${name}`)} END`;
  const image = either('image.path');
  return {
    ...user(either('user')),
    'process.entity_id': either('uid'),
    'process.pid': unsigned(either('pid')),
    'process.name': wholeName(either('name'), image),
    'process.executable': image,
    'process.command_line': either('cmdline'),
  };
}
