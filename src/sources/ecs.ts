import type { FieldName } from '../model/field.ts';
import { FIELD_NAMES, FIELDS, type FieldType } from '../model/field.ts';
import type { RawRecord, Source, Sql } from '../model/source.ts';
import { clean, defendIdPid, defendIdStart, first, imageName, instant, unsigned } from './fields.ts';

const BY_TYPE: Record<FieldType, (raw: RawRecord, field: string) => Sql> = {
  keyword: (raw, field) => clean(raw.text(field)),
  'keyword[]': (raw, field) => raw.list(field),
  long: (raw, field) => unsigned(raw.text(field)),
  boolean: (raw, field) => `try_cast(${raw.text(field)} AS BOOLEAN)`,
  date: (raw, field) => instant(raw.text(field)),
  ip: (raw, field) => clean(raw.text(field)),
  'ip[]': (raw, field) => raw.list(field),
};

const has = (raw: RawRecord, field: string, value: string): Sql =>
  `coalesce(list_contains(${raw.list(field)}, '${value}'), false)`;

const isProcess = (raw: RawRecord): Sql => has(raw, 'event.category', 'process');

/** Documents that already are ECS, above all Elastic Defend's (`logs-endpoint.events.process-*`): nearly an identity. */
export const ecs: Source = {
  name: 'ecs',
  recognises: (raw) =>
    `(${raw.list('event.category')} IS NOT NULL OR ${raw.text('agent.type')} IS NOT DISTINCT FROM 'endpoint')`,
  processKind: (raw) =>
    `CASE WHEN NOT ${isProcess(raw)} THEN NULL WHEN ${raw.text('event.action')} = 'already_running' THEN 'already_running' ` +
    `WHEN ${has(raw, 'event.type', 'start')} THEN 'start' WHEN ${has(raw, 'event.type', 'end')} THEN 'end' END`,
  label: (raw) =>
    `concat_ws(' ', 'ecs', ${raw.text('event.dataset')}, array_to_string(${raw.list('event.category')}, '+'), ${raw.text('event.action')})`,
  columns: (raw) => {
    const columns: Partial<Record<FieldName, Sql>> = {};
    for (const field of FIELD_NAMES) columns[field] = BY_TYPE[FIELDS[field]](raw, field);
    const id = clean(raw.text('process.entity_id'));
    const executable = clean(raw.text('process.executable'));
    const parentExecutable = clean(raw.text('process.parent.executable'));
    const time = instant(raw.text('@timestamp'));
    const running = `coalesce(${raw.text('event.action')} = 'already_running', false)`;
    return {
      ...columns,
      'event.code': first(raw.text('event.code'), raw.text('winlog.event_id')),
      'host.os.type': first(
        `lower(${clean(raw.text('host.os.type'))})`,
        `CASE WHEN contains(${executable}, '\\') THEN 'windows' END`,
      ),
      'process.name': first(clean(raw.text('process.name')), imageName(executable)),
      'process.pid': first(
        unsigned(raw.text('process.pid')),
        `CASE WHEN ${running} THEN ${defendIdPid(id)} END`,
      ),
      'process.start': first(
        instant(raw.text('process.start')),
        `CASE WHEN ${running} THEN ${defendIdStart(id)} WHEN ${has(raw, 'event.type', 'start')} THEN ${time} END`,
      ),
      'process.end': first(
        instant(raw.text('process.end')),
        `CASE WHEN ${has(raw, 'event.type', 'end')} THEN ${time} END`,
      ),
      'process.code_signature.exists': signature(raw, 'exists', 'BOOLEAN'),
      'process.code_signature.trusted': signature(raw, 'trusted', 'BOOLEAN'),
      'process.code_signature.status': signature(raw, 'status', 'VARCHAR'),
      'process.code_signature.subject_name': signature(raw, 'subject_name', 'VARCHAR'),
      'process.Ext.authentication_id': `lower(${raw.text('process.Ext.authentication_id')})`,
      'process.Ext.token.integrity_level_name': `lower(${raw.text('process.Ext.token.integrity_level_name')})`,
      'process.parent.pid': `nullif(${unsigned(raw.text('process.parent.pid'))}, 0)`,
      'process.parent.name': first(clean(raw.text('process.parent.name')), imageName(parentExecutable)),
      'winlog.computer_name': first(raw.text('winlog.computer_name'), raw.text('host.name')),
    };
  },
};

/** Elastic Defend writes the signature as an object, as an array under `Ext`, or as both. */
const signature = (raw: RawRecord, part: string, type: 'BOOLEAN' | 'VARCHAR'): Sql => {
  const extended = `try_cast(${raw.text('process.Ext.code_signature')} AS JSON)`;
  const under = (path: string): Sql => `json_extract_string(${extended}, '${path}.${part}')`;
  return `try_cast(${first(raw.text(`process.code_signature.${part}`), under('$[0]'), under('$'))} AS ${type})`;
};
