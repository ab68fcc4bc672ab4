import type { Columns, RawRecord, Source, Sql } from '../model/source.ts';
import { DEFENDER_ACTIONS, DEFENDER_TABLES, unlisted } from './defender-actions.ts';
import { defenderActivity, pathOf } from './defender-activity.ts';
import type { DefenderForm } from './defender-forms.ts';
import { byEventId, kindsOf, ofKind } from './event-table.ts';
import {
  clean,
  first,
  instant,
  literal,
  reportedName,
  syntheticId,
  unsigned,
  unusableParent,
} from './fields.ts';
import { ancestry, aside, classColumns, digest, logonId, reportedPath } from './vendor-fields.ts';

/** A record's columns by their names: text, a time, and what is made of them, each worked out once. */
interface Row {
  readonly text: (name: string) => Sql;
  readonly time: (name: string) => Sql;
  readonly once: RawRecord['once'];
}

/** Microsoft Defender for Endpoint's tables of advanced hunting in one of the forms that they are exported in. */
export function defender(form: DefenderForm): Source {
  const action = (raw: RawRecord): Sql => form.action(raw);
  return {
    name: 'defender',
    recognises: (raw) => form.recognises(raw),
    kinds: kindsOf(DEFENDER_ACTIONS, 'other'),
    kind: (raw) =>
      `CASE WHEN ${action(raw)} IS NOT NULL AND ${form.column(raw, 'DeviceId', 'other')} IS NOT NULL THEN ` +
      `${byEventId(
        DEFENDER_ACTIONS,
        action(raw),
        ({ kind }) => literal(kind),
        byEventId(DEFENDER_TABLES, form.table(raw), ({ kind }) => literal(kind), "'other'"),
      )} END`,
    label: (raw) => `concat_ws(' ', 'defender', ${form.table(raw)}, ${action(raw)})`,
    columns: (raw, kind) => {
      const column = (name: string): Sql => raw.once(clean(form.column(raw, name, kind)));
      const row: Row = { text: column, time: (name) => raw.once(instant(column(name))), once: raw.once };
      const columns: Columns = {
        '@timestamp': row.time('Timestamp'),
        ...classColumns(ofKind(DEFENDER_ACTIONS, kind), action(raw), unlisted(kind)),
        'event.action': action(raw),
        'event.provider': "'Microsoft Defender for Endpoint'",
        'host.id': column('DeviceId'),
        'host.name': `lower(${column('DeviceName')})`,
      };
      return kind === 'start'
        ? { ...columns, ...startColumns(row, form.column(raw, 'InitiatingProcessFileName', kind)) }
        : { ...columns, ...actorColumns(row), ...defenderActivity(kind, column, action(raw)) };
    },
  };
}

const osOf = (...paths: Sql[]): Sql =>
  first(
    ...paths.map(
      (path) =>
        `CASE WHEN contains(${path}, '\\') THEN 'windows' WHEN starts_with(${path}, '/') THEN 'linux' END`,
    ),
  );

const elevation = (type: Sql): Sql =>
  `nullif(lower(regexp_extract(${type}, '^TokenElevationType(Default|Full|Limited)$', 1)), '')`;

/** The synthetic id of a process on the record's host, from the names of its columns. */
const idOf = ({ text, time, once }: Row, pid: string, creationTime: string): Sql =>
  once(syntheticId(text('DeviceId'), unsigned(text(pid)), time(creationTime)));

const initiatorId = (row: Row): Sql => idOf(row, 'InitiatingProcessId', 'InitiatingProcessCreationTime');

const initiatorsParentId = (row: Row): Sql =>
  idOf(row, 'InitiatingProcessParentId', 'InitiatingProcessParentCreationTime');

/** What is said of the initiator's parent: its name may be a path. */
const initiatorsParent = ({ text, time }: Row): Record<'pid' | 'name' | 'executable' | 'start', Sql> => ({
  pid: `nullif(${unsigned(text('InitiatingProcessParentId'))}, 0)`,
  name: reportedName(text('InitiatingProcessParentFileName')),
  executable: reportedPath(text('InitiatingProcessParentFileName')),
  start: time('InitiatingProcessParentCreationTime'),
});

const initiatorPath = ({ text, once }: Row): Sql =>
  once(pathOf(text('InitiatingProcessFolderPath'), text('InitiatingProcessFileName')));

/** What is known of the initiator's signature; what Defender calls Valid is ECS's trusted. */
const signature = ({ text }: Row, prefix: 'process' | 'process.parent'): Columns => {
  const status = text('InitiatingProcessSignatureStatus');
  return {
    [`${prefix}.code_signature.exists`]: `CASE WHEN ${status} IN ('Valid', 'Invalid') THEN true WHEN ${status} = 'Unsigned' THEN false END`,
    [`${prefix}.code_signature.trusted`]: `CASE WHEN ${status} = 'Valid' THEN true WHEN ${status} IN ('Invalid', 'Unsigned') THEN false END`,
    [`${prefix}.code_signature.status`]: `CASE WHEN ${status} = 'Valid' THEN 'trusted' ELSE lower(${status}) END`,
  };
};

/** A new process, its initiator as its parent and that one's parent beyond. */
function startColumns(row: Row, parent: Sql): Columns {
  const { text: column, time, once } = row;
  const executable = once(pathOf(column('FolderPath'), column('FileName')));
  const parentId = initiatorId(row);
  const parentName = once(reportedName(column('InitiatingProcessFileName')));
  return {
    'host.os.type': osOf(executable, initiatorPath(row)),
    'user.id': column('AccountSid'),
    'user.name': column('AccountName'),
    'user.domain': column('AccountDomain'),
    'process.entity_id': idOf(row, 'ProcessId', 'ProcessCreationTime'),
    'process.pid': unsigned(column('ProcessId')),
    'process.name': reportedName(column('FileName')),
    'process.executable': executable,
    'process.command_line': column('ProcessCommandLine'),
    'process.start': time('ProcessCreationTime'),
    'process.hash.md5': digest(column('MD5')),
    'process.hash.sha1': digest(column('SHA1')),
    'process.hash.sha256': digest(column('SHA256')),
    'process.pe.original_file_name': column('ProcessVersionInfoOriginalFileName'),
    'process.pe.company': column('ProcessVersionInfoCompanyName'),
    'process.pe.description': column('ProcessVersionInfoFileDescription'),
    'process.pe.product': column('ProcessVersionInfoProductName'),
    'process.pe.file_version': column('ProcessVersionInfoProductVersion'),
    'process.Ext.ancestry': ancestry(parentId, initiatorsParentId(row)),
    'process.Ext.authentication_id': logonId(column('LogonId')),
    'process.Ext.token.integrity_level_name': `lower(${column('ProcessIntegrityLevel')})`,
    'process.Ext.token.elevation_type': elevation(column('ProcessTokenElevation')),
    'process.parent.entity_id': parentId,
    'process.parent.pid': `nullif(${unsigned(column('InitiatingProcessId'))}, 0)`,
    'process.parent.name': parentName,
    'process.parent.executable': initiatorPath(row),
    'process.parent.command_line': column('InitiatingProcessCommandLine'),
    'process.parent.start': time('InitiatingProcessCreationTime'),
    'process.parent.hash.md5': digest(column('InitiatingProcessMD5')),
    'process.parent.hash.sha256': digest(column('InitiatingProcessSHA256')),
    ...signature(row, 'process.parent'),
    aside: aside(unusableParent(parent, parentName), initiatorsParent(row)),
  };
}

/** The initiator of any other event, and its parent. */
function actorColumns(row: Row): Columns {
  const { text: column, time } = row;
  const parent = initiatorsParent(row);
  const executable = initiatorPath(row);
  return {
    'host.os.type': osOf(executable, column('FolderPath')),
    'user.id': column('InitiatingProcessAccountSid'),
    'user.name': column('InitiatingProcessAccountName'),
    'user.domain': column('InitiatingProcessAccountDomain'),
    'process.entity_id': initiatorId(row),
    'process.pid': `nullif(${unsigned(column('InitiatingProcessId'))}, 0)`,
    'process.name': reportedName(column('InitiatingProcessFileName')),
    'process.executable': executable,
    'process.command_line': column('InitiatingProcessCommandLine'),
    'process.start': time('InitiatingProcessCreationTime'),
    'process.hash.md5': digest(column('InitiatingProcessMD5')),
    'process.hash.sha1': digest(column('InitiatingProcessSHA1')),
    'process.hash.sha256': digest(column('InitiatingProcessSHA256')),
    'process.pe.original_file_name': column('InitiatingProcessVersionInfoOriginalFileName'),
    'process.Ext.token.integrity_level_name': `lower(${column('InitiatingProcessIntegrityLevel')})`,
    'process.parent.entity_id': initiatorsParentId(row),
    'process.parent.pid': parent.pid,
    'process.parent.name': parent.name,
    'process.parent.executable': parent.executable,
    'process.parent.start': parent.start,
    ...signature(row, 'process'),
  };
}
