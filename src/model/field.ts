/** Types of the values of ECS fields, named as in an Elasticsearch mapping; `keyword[]` is a keyword that may hold several. */
export type FieldType = 'keyword' | 'keyword[]' | 'long' | 'double' | 'boolean' | 'date' | 'ip' | 'ip[]';

/** Types of the catalogue's fields; every name below a `flattened` one is a keyword. */
export type ColumnType = FieldType | 'flattened';

/** Fields of every event: when and where, who, and the process that it is of. */
const PROCESS_FIELDS = {
  '@timestamp': 'date',
  'event.category': 'keyword[]',
  'event.type': 'keyword[]',
  'event.action': 'keyword',
  'event.code': 'keyword',
  'event.outcome': 'keyword',
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
  'process.args_count': 'long',
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
  'process.Ext.effective_parent.executable': 'keyword',
  'process.Ext.effective_parent.name': 'keyword',
  'process.Ext.effective_parent.pid': 'long',
  'process.Ext.effective_parent.entity_id': 'keyword',
  'process.Ext.relative_file_creation_time': 'double',
  'process.Ext.relative_file_name_modify_time': 'double',
  'process.Ext.device.product_id': 'keyword',
  'process.parent.entity_id': 'keyword',
  'process.parent.pid': 'long',
  'process.parent.name': 'keyword',
  'process.parent.executable': 'keyword',
  'process.parent.command_line': 'keyword',
  'process.parent.args': 'keyword[]',
  'process.parent.args_count': 'long',
  'process.parent.start': 'date',
  'process.parent.hash.md5': 'keyword',
  'process.parent.hash.sha256': 'keyword',
  'process.parent.code_signature.exists': 'boolean',
  'process.parent.code_signature.trusted': 'boolean',
  'process.parent.code_signature.status': 'keyword',
  'process.parent.code_signature.subject_name': 'keyword',
  'process.parent.Ext.real.pid': 'long',
  'process.parent.Ext.real.entity_id': 'keyword',
  'winlog.channel': 'keyword',
  'winlog.computer_name': 'keyword',
  'winlog.record_id': 'keyword',
  'winlog.logon.id': 'keyword',
} as const satisfies Record<string, ColumnType>;

/** Fields of what a process does, and of what happens on its host: only events other than a process's start and end have them. */
const ACTIVITY_FIELDS = {
  'file.path': 'keyword',
  'file.name': 'keyword',
  'file.extension': 'keyword',
  'file.directory': 'keyword',
  'file.size': 'long',
  'file.origin_url': 'keyword',
  'file.origin_referrer_url': 'keyword',
  'file.hash.md5': 'keyword',
  'file.hash.sha1': 'keyword',
  'file.hash.sha256': 'keyword',
  'file.pe.original_file_name': 'keyword',
  'file.pe.imphash': 'keyword',
  'file.code_signature.exists': 'boolean',
  'file.code_signature.trusted': 'boolean',
  'file.code_signature.status': 'keyword',
  'file.code_signature.subject_name': 'keyword',
  'file.Ext.original.path': 'keyword',
  'file.Ext.original.name': 'keyword',
  'file.Ext.original.extension': 'keyword',
  'file.Ext.header_bytes': 'keyword',
  'file.Ext.entropy': 'double',
  'file.Ext.windows.zone_identifier': 'long',
  'file.Ext.device.bus_type': 'keyword',
  'file.Ext.device.product_id': 'keyword',
  'dll.path': 'keyword',
  'dll.name': 'keyword',
  'dll.hash.md5': 'keyword',
  'dll.hash.sha1': 'keyword',
  'dll.hash.sha256': 'keyword',
  'dll.pe.original_file_name': 'keyword',
  'dll.pe.imphash': 'keyword',
  'dll.code_signature.exists': 'boolean',
  'dll.code_signature.trusted': 'boolean',
  'dll.code_signature.status': 'keyword',
  'dll.code_signature.subject_name': 'keyword',
  'dll.Ext.relative_file_creation_time': 'double',
  'dll.Ext.relative_file_name_modify_time': 'double',
  'dll.Ext.device.product_id': 'keyword',
  'registry.path': 'keyword',
  'registry.hive': 'keyword',
  'registry.key': 'keyword',
  'registry.value': 'keyword',
  'registry.data.type': 'keyword',
  'registry.data.strings': 'keyword[]',
  'network.direction': 'keyword',
  'network.protocol': 'keyword',
  'network.transport': 'keyword',
  'network.type': 'keyword',
  'source.ip': 'ip',
  'source.port': 'long',
  'source.domain': 'keyword',
  'destination.ip': 'ip',
  'destination.port': 'long',
  'destination.domain': 'keyword',
  'dns.question.name': 'keyword',
  'dns.question.type': 'keyword',
  'dns.resolved_ip': 'ip[]',
  'service.name': 'keyword',
  'winlog.event_id': 'keyword',
  'winlog.logon.type': 'keyword',
  'winlog.event_data': 'flattened',
} as const satisfies Record<string, ColumnType>;

/**
 * Every field that a normalised event can have: ECS name to type. The tables of a case, the EQL checks and the
 * source mappers all derive from this list; the physical column of a field has exactly the field's name.
 */
export const FIELDS = { ...PROCESS_FIELDS, ...ACTIVITY_FIELDS } as const satisfies Record<string, ColumnType>;

/** The name of a field of the catalogue. */
export type FieldName = keyof typeof FIELDS;

/** The name of a field of the events of processes. */
export type ProcessFieldName = keyof typeof PROCESS_FIELDS;

/** The catalogue's names in their fixed order. */
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** The names of those fields that the start and the end of a process can have. */
export const PROCESS_FIELD_NAMES = Object.keys(PROCESS_FIELDS) as ProcessFieldName[];

/** A name by which a rule can read a field: one of the catalogue, or a key of a flattened one. */
export type FieldPath = Exclude<FieldName, 'winlog.event_data'> | `winlog.event_data.${string}`;

/** The `flattened` field that a name lies below, and the key in it; undefined for any other name. */
export function flattenedKey(name: string): { readonly field: FieldName; readonly key: string } | undefined {
  const field = FIELD_NAMES.find((each) => FIELDS[each] === 'flattened' && name.startsWith(`${each}.`));
  return field === undefined ? undefined : { field, key: name.slice(field.length + 1) };
}

/** The type of the values that a rule reads by a name, or undefined for a name that the catalogue does not hold. */
export function fieldType(name: string): FieldType | undefined {
  if (Object.hasOwn(FIELDS, name)) {
    const type: ColumnType = FIELDS[name as FieldName];
    return type === 'flattened' ? undefined : type;
  }
  return flattenedKey(name) === undefined ? undefined : 'keyword';
}
