/** Types of ECS fields, named as in an Elasticsearch mapping; `keyword[]` is a keyword that may hold several values. */
export type FieldType = 'keyword' | 'keyword[]' | 'long' | 'boolean' | 'date' | 'ip' | 'ip[]';

/**
 * Every field that a normalised event can have: ECS name to type. The tables of a case, the EQL checks and the
 * source mappers all derive from this list; the physical column of a field has exactly the field's name.
 */
export const FIELDS = {
  '@timestamp': 'date',
  'event.category': 'keyword[]',
  'event.type': 'keyword[]',
  'event.action': 'keyword',
  'event.code': 'keyword',
  'event.provider': 'keyword',
  'event.dataset': 'keyword',
  'event.created': 'date',
  'agent.id': 'keyword',
  'host.id': 'keyword',
  'host.name': 'keyword',
  'host.os.type': 'keyword',
  'user.id': 'keyword',
  'user.name': 'keyword',
  'user.domain': 'keyword',
  'process.entity_id': 'keyword',
  'process.pid': 'long',
  'process.name': 'keyword',
  'process.executable': 'keyword',
  'process.command_line': 'keyword',
  'process.args': 'keyword[]',
  'process.working_directory': 'keyword',
  'process.start': 'date',
  'process.end': 'date',
  'process.exit_code': 'long',
  'process.hash.md5': 'keyword',
  'process.hash.sha1': 'keyword',
  'process.hash.sha256': 'keyword',
  'process.pe.imphash': 'keyword',
  'process.pe.original_file_name': 'keyword',
  'process.pe.company': 'keyword',
  'process.pe.description': 'keyword',
  'process.pe.product': 'keyword',
  'process.pe.file_version': 'keyword',
  'process.code_signature.exists': 'boolean',
  'process.code_signature.trusted': 'boolean',
  'process.code_signature.status': 'keyword',
  'process.code_signature.subject_name': 'keyword',
  'process.Ext.ancestry': 'keyword[]',
  'process.Ext.session_info.id': 'long',
  'process.Ext.authentication_id': 'keyword',
  'process.Ext.token.integrity_level_name': 'keyword',
  'process.Ext.token.elevation_type': 'keyword',
  'process.parent.entity_id': 'keyword',
  'process.parent.pid': 'long',
  'process.parent.name': 'keyword',
  'process.parent.executable': 'keyword',
  'process.parent.command_line': 'keyword',
  'process.parent.args': 'keyword[]',
  'process.parent.start': 'date',
  'process.parent.code_signature.exists': 'boolean',
  'process.parent.code_signature.trusted': 'boolean',
  'process.parent.code_signature.status': 'keyword',
  'process.parent.code_signature.subject_name': 'keyword',
  'process.parent.Ext.real.pid': 'long',
  'process.parent.Ext.real.entity_id': 'keyword',
  'winlog.channel': 'keyword',
  'winlog.computer_name': 'keyword',
  'winlog.record_id': 'keyword',
} as const satisfies Record<string, FieldType>;

/** The name of a field of the catalogue. */
export type FieldName = keyof typeof FIELDS;

/** The catalogue's names in their fixed order. */
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** The type of a field, or undefined for a name that the catalogue does not hold. */
export function fieldType(name: string): FieldType | undefined {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as FieldName] : undefined;
}
