import type { EventKind } from '../model/event-kind.ts';
import type { Columns, Sql } from '../model/source.ts';
import { byEventId, words } from './event-table.ts';
import { directoryOf, extensionOf, fileNameOf, integrityOfLabel, literal, unsigned } from './fields.ts';

/** What a vendor's event is, in the words of ECS. */
export interface ClassedEvent {
  readonly kind: EventKind;
  readonly category: readonly string[];
  readonly type: readonly string[];
}

/** An entry of a table of a vendor's events. */
export const classed = (
  kind: EventKind,
  category: readonly string[],
  type: readonly string[],
): ClassedEvent => ({ kind, category, type });

/** Category and type of an event by its name, where a table has the names of one kind; the rest are what `others` says. */
export const classColumns = (
  events: Readonly<Record<string, ClassedEvent>>,
  name: Sql,
  others?: ClassedEvent,
): Columns => ({
  'event.category': byEventId(
    events,
    name,
    ({ category }) => words(category),
    others && words(others.category),
  ),
  'event.type': byEventId(events, name, ({ type }) => words(type), others && words(others.type)),
});

/** An image's path from what a vendor reports as its name, which may be one. */
export const reportedPath = (text: Sql): Sql =>
  `CASE WHEN regexp_matches(${text}, '[\\\\/]') THEN ${text} END`;

/**
 * What a start's record says beside the fields: `parent`, the text in the parent's place that names no image, and what is
 * told of the parent's parent, `pid` BIGINT, `start` TIMESTAMP, the rest VARCHAR.
 */
export const aside = (
  parent: Sql,
  told: Partial<Record<'pid' | 'name' | 'executable' | 'command_line' | 'start', Sql>> = {},
): Sql =>
  `{'parent': ${parent}, 'pid': ${told.pid ?? 'NULL::BIGINT'}, 'name': ${told.name ?? 'NULL::VARCHAR'}, 'executable': ${told.executable ?? 'NULL::VARCHAR'}, 'command_line': ${told.command_line ?? 'NULL::VARCHAR'}, 'start': ${told.start ?? 'NULL::TIMESTAMP'}}`;

/** A hash in lower case; one of nothing but zeros is NULL. */
export const digest = (text: Sql): Sql =>
  `CASE WHEN regexp_full_match(${text}, '0*[1-9A-Fa-f][0-9A-Fa-f]*') THEN lower(${text}) END`;

/** Windows' way to write a logon id, `0x3e7`, from decimal or hexadecimal text. */
export const logonId = (text: Sql): Sql => `printf('0x%x', nullif(${unsigned(text)}, 0))`;

/** Word for an integrity level: of a decimal RID, or the vendor's own word in lower case. */
export const integrityOfRid = (rid: Sql): Sql => integrityOfLabel(`('S-1-16-' || ${rid})`);

const LOGON_TYPES = {
  2: 'Interactive',
  3: 'Network',
  4: 'Batch',
  5: 'Service',
  7: 'Unlock',
  8: 'NetworkCleartext',
  9: 'NewCredentials',
  10: 'RemoteInteractive',
  11: 'CachedInteractive',
};

/** Word for the number of a logon type, as Windows' own tools write it. */
export const logonType = (code: Sql): Sql =>
  `CASE ${code} ${Object.entries(LOGON_TYPES)
    .map(([number, word]) => `WHEN '${number}' THEN '${word}'`)
    .join(' ')} END`;

/** Name of a transport by its IP protocol number. */
export const transport = (number: Sql): Sql =>
  `CASE ${number} WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp' WHEN '1' THEN 'icmp' WHEN '58' THEN 'ipv6-icmp' END`;

const QUESTION_TYPES = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  65: 'HTTPS',
  255: 'ANY',
};

/** Name of a DNS record type by its number, or as it is. */
export const questionType = (type: Sql): Sql =>
  byEventId(
    Object.fromEntries(
      Object.entries(QUESTION_TYPES).map(([id, type]) => [id, { kind: 'dns' as const, type }]),
    ),
    type,
    (entry) => literal(entry.type),
    `CASE WHEN regexp_full_match(${type}, '[A-Z]+') THEN ${type} END`,
  );

/** Addresses among the answers of a DNS query that are joined by semicolons. */
export const answeredAddresses = (answers: Sql): Sql =>
  `nullif(list_transform(list_filter(string_split(${answers}, ';'), lambda answer: regexp_full_match(answer, '[0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]*')), lambda answer: regexp_replace(answer, '^::ffff:', '')), [])`;

/** Fields of a file, of which the path is known. */
export const fileAt = (path: Sql): Columns => ({
  'file.path': path,
  'file.name': fileNameOf(path),
  'file.extension': extensionOf(path),
  'file.directory': directoryOf(path),
});

/** Fields of the file that a rename or a copy began with. */
export const originalFileAt = (path: Sql): Columns => ({
  'file.Ext.original.path': path,
  'file.Ext.original.name': fileNameOf(path),
  'file.Ext.original.extension': extensionOf(path),
});

/** Fields of a value of the registry, or of a key where the value is NULL; the path is theirs joined. */
export const registryAt = (key: Sql, value: Sql): Columns => ({
  'registry.path': `CASE WHEN ${key} IS NOT NULL THEN concat_ws('\\', ${key}, ${value}) END`,
  'registry.hive': `nullif(regexp_extract(${key}, '^(HK[A-Z_]+)\\\\', 1), '')`,
  'registry.key': `regexp_replace(${key}, '^HK[A-Z_]+\\\\', '')`,
  'registry.value': value,
});

/** A list of the text, NULL where it is. */
export const single = (text: Sql): Sql => `CASE WHEN ${text} IS NOT NULL THEN [${text}] END`;

/** A process's ids from its parent upwards; NULL unless its parent and grandparent are both known. */
export const ancestry = (parent: Sql, grandparent: Sql): Sql =>
  `CASE WHEN ${parent} IS NOT NULL AND ${grandparent} IS NOT NULL THEN [${parent}, ${grandparent}] END`;
