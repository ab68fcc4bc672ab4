import { KERNEL_PROCESSES } from '../model/kernel-names.ts';
import type { Sql } from '../model/source.ts';

/** The SQL string literal of a text. */
export const literal = (text: string): Sql => `'${text.replaceAll("'", "''")}'`;

/** First of several expressions that is not NULL. */
export const first = (...alternatives: Sql[]): Sql =>
  alternatives.length === 1 ? (alternatives[0] as Sql) : `coalesce(${alternatives.join(', ')})`;

/** Text without the tokens that mean "nothing": empty, `-` and `N/A`. */
export const clean = (text: Sql): Sql => `CASE WHEN ${text} NOT IN ('', '-', 'N/A') THEN ${text} END`;

/**
 * An unsigned number from decimal text, also with thousands separated as Kibana writes them into CSV, or from `0x` text
 * (pids, exit codes, session ids); NULL where it is neither.
 */
export const unsigned = (text: Sql): Sql =>
  `CASE WHEN try_cast(${text} AS BIGINT) >= 0 THEN try_cast(${text} AS BIGINT) ` +
  `WHEN contains(${text}, ',') AND regexp_full_match(${text}, '\\d{1,3}(,\\d{3})+') THEN try_cast(replace(${text}, ',', '') AS BIGINT) END`;

/** Microseconds since 1970 of the first and last moment that is taken for a time: the years 1000 to 2999. */
const FIRST_MOMENT = -30_610_224_000_000_000n;
const LAST_MOMENT = 32_503_680_000_000_000n;

/** TIMESTAMP of microseconds since 1970, NULL beyond the years 1000 to 2999. */
const moment = (microseconds: Sql): Sql =>
  `CASE WHEN ${microseconds} BETWEEN ${FIRST_MOMENT} AND ${LAST_MOMENT} THEN make_timestamp(${microseconds}) END`;

/**
 * TIMESTAMP of text that begins as a date. With an offset it takes a cast that is three times as slow, and that puts
 * texts without one into the zone that the last text before them named.
 */
const calendar = (text: Sql): Sql =>
  `CASE WHEN ends_with(${text}, 'Z') OR regexp_full_match(${text}, '[-/0-9]+[T ]?[0-9:.]*') THEN try_cast(${text} AS TIMESTAMP) ELSE try_cast(${text} AS TIMESTAMPTZ)::TIMESTAMP END`;

/**
 * TIMESTAMP in UTC from ISO 8601 (any offset; none means UTC), epoch milliseconds (13 digits), epoch seconds (10 digits,
 * with or without fraction), FILETIME (18 digits), or the form that Kibana writes into CSV (`Jan 15, 2019 @ 05:24:24.010`).
 * Digits past microseconds are dropped. Only years of 1000 to 2999 are taken: `infinity`, `now` and what lies at the ends
 * of time would stop or bend what reckons with it. Epochs are reckoned in BIGINT: a DECIMAL costs a hundred times as much.
 */
export const instant = (text: Sql): Sql =>
  `CASE WHEN ${text} BETWEEN '1' AND '3' AND substr(${text}, 5, 1) IN ('-', '/') THEN ${calendar(text)} ` +
  `WHEN regexp_full_match(${text}, '\\d{13}') THEN make_timestamp(try_cast(${text} AS BIGINT) * 1000) ` +
  `WHEN regexp_full_match(${text}, '\\d{10}(\\.\\d{1,9})?') THEN make_timestamp(try_cast(left(${text}, 10) || left(rpad(substr(${text}, 12), 6, '0'), 6) AS BIGINT)) ` +
  `WHEN regexp_full_match(${text}, '\\d{18}') THEN ${moment(`(try_cast(${text} AS BIGINT) // 10 - 11644473600000000)`)} ` +
  `ELSE try_strptime(${text}, '%b %-d, %Y @ %H:%M:%S.%g') END`;

/** BOOLEAN: does the text begin as a path does? `Mandatory Label\\High Mandatory Level` and `DOMAIN\\user` do not. */
const isRooted = (text: Sql): Sql =>
  `(substr(${text}, 2, 2) IN (':\\', ':/') OR starts_with(${text}, '\\') OR starts_with(${text}, '/') OR starts_with(${text}, '%') AND contains(${text}, '\\'))`;

/**
 * File name of an image path; a text without a path is a name only for the kernel's own processes. So neither `?`, nor
 * a SID, nor a name that Windows cut at 14 characters ever becomes a process name.
 */
export const imageName = (path: Sql): Sql =>
  `CASE WHEN ${isRooted(path)} THEN ${fileNameOf(path)} WHEN list_contains([${KERNEL_PROCESSES.map(literal).join(', ')}], ${path}) THEN ${path} END`;

/** A name by itself: neither `?`, `-`, a SID nor a message's number is one, and of a Windows path it is the file's. */
export const bareName = (text: Sql): Sql =>
  `CASE WHEN contains(${text}, '\\') THEN ${imageName(text)} WHEN NOT regexp_full_match(${text}, '[?-]|S-1-[0-9-]+|%%\\d+') THEN ${text} END`;

/** File name of an image, or where the record has none, the name that a pipeline kept of it. */
export const namedBy = (image: Sql, name: Sql): Sql =>
  name === 'NULL'
    ? imageName(image)
    : `CASE WHEN ${image} IS NULL THEN ${bareName(name)} ELSE ${imageName(image)} END`;

/** File name from what a vendor reports as such, be it a name or a path. */
export const reportedName = (text: Sql): Sql =>
  `CASE WHEN starts_with(${text}, '/') THEN ${fileNameOf(text)} ELSE ${bareName(text)} END`;

/**
 * File name of a Windows process from its name and its path. The kernel cuts names at 14 characters: of such a one the
 * path has the whole, and without a path it is none.
 */
export const wholeName = (name: Sql, path: Sql): Sql => {
  const [own, full] = [reportedName(name), imageName(path)];
  const isCut = `length(${own}) BETWEEN 14 AND 15 AND NOT contains(${own}, '.') AND NOT list_contains([${KERNEL_PROCESSES.map(literal).join(', ')}], ${own})`;
  return `CASE WHEN ${own} IS NULL OR (${isCut} AND coalesce(NOT starts_with(${path}, '/'), true)) OR length(${own}) BETWEEN 14 AND 15 AND starts_with(lower(${full}), lower(${own})) THEN ${full} ELSE ${own} END`;
};

/** The text in the parent's place, as the record has it, where no name was had from it: VARCHAR. */
export const unusableParent = (text: Sql, name: Sql): Sql =>
  `CASE WHEN ${name} IS NULL AND ${text} <> '' THEN ${text} END`;

/** File name of any path, pipe or device. */
export const fileNameOf = (path: Sql): Sql => `nullif(parse_filename(${path}, false, 'both_slash'), '')`;

/** Extension of a file's name as ECS has it: without the dot; NULL where there is none. */
export const extensionOf = (path: Sql): Sql =>
  `nullif(regexp_extract(${path}, '\\.([^.\\\\/:]+)(?::[^\\\\/]*)?$', 1), '')`;

/** Folder of a file, without the separator at its end. */
export const directoryOf = (path: Sql): Sql =>
  `nullif(regexp_extract(${path}, '^(.*)[\\\\/][^\\\\/]*$', 1), '')`;

/** Hive of a registry path that begins with its short name: `HKLM`. */
export const registryHive = (path: Sql): Sql => `nullif(regexp_extract(${path}, '^(HK[A-Z]+)\\\\', 1), '')`;

/** Key of a registry path, below its hive; without its last part where that names a value. */
export const registryKey = (path: Sql, hasValue: Sql): Sql =>
  `nullif(regexp_replace(CASE WHEN ${hasValue} THEN regexp_replace(${path}, '\\\\[^\\\\]*$', '') ELSE ${path} END, '^HK[A-Z]+\\\\', ''), '')`;

const WORD = 'DWORD \\(0x([0-9a-fA-F]{1,8})\\)';
const LONG_WORD = 'QWORD \\(0x([0-9a-fA-F]{1,8})-0x([0-9a-fA-F]{8})\\)';

/** Type of what Sysmon writes of a registry value, as Elastic's integration names it. */
export const registryType = (details: Sql): Sql =>
  `CASE WHEN regexp_full_match(${details}, '${WORD}') THEN 'SZ_DWORD' WHEN regexp_full_match(${details}, '${LONG_WORD}') THEN 'SZ_QWORD' WHEN ${details} = 'Binary Data' THEN 'REG_BINARY' WHEN ${details} IS NOT NULL THEN 'REG_SZ' END`;

/** Text of a registry value: numbers, which Sysmon writes as `DWORD (0x00000001)`, in decimal. */
export const registryText = (details: Sql): Sql =>
  `CASE WHEN regexp_full_match(${details}, '${WORD}') THEN try_cast('0x' || regexp_extract(${details}, '${WORD}', 1) AS BIGINT)::VARCHAR ` +
  `WHEN regexp_full_match(${details}, '${LONG_WORD}') THEN try_cast('0x' || regexp_extract(${details}, '${LONG_WORD}', 1) || regexp_extract(${details}, '${LONG_WORD}', 2) AS UBIGINT)::VARCHAR ELSE ${details} END`;

/** Sysmon's process GUID without braces, in upper case; the zero GUID is NULL. */
export const sysmonGuid = (text: Sql): Sql =>
  `nullif(nullif(upper(CASE WHEN length(${text}) = 38 AND starts_with(${text}, '{') AND ends_with(${text}, '}') THEN substr(${text}, 2, 36) ELSE trim(${text}, '{}') END), '00000000-0000-0000-0000-000000000000'), '')`;

/** Start second, as TIMESTAMP, that a canonical Sysmon process GUID carries in its second and third group. */
const sysmonGuidStart = (guid: Sql): Sql =>
  `CASE WHEN length(${guid}) = 36 THEN make_timestamp(nullif(try_cast('0x' || substr(${guid}, 15, 4) || substr(${guid}, 10, 4) AS BIGINT), 0) * 1000000) END`;

/** Only what can be base64 is decoded: each error that `try` swallows costs as much as a hundred rows. */
const defendTail = (id: Sql): Sql =>
  `CASE WHEN length(${id}) % 4 = 0 AND regexp_full_match(${id}, '[A-Za-z0-9+/]+={0,2}') THEN try(decode(from_base64(${id}))) END`;

/** Start, as TIMESTAMP, in an Elastic Defend entity id: base64 of `<agent>-<pid>-<FILETIME seconds>.<fraction>`. */
export const defendIdStart = (id: Sql): Sql =>
  `make_timestamp(floor((try_cast(regexp_extract(${defendTail(id)}, '-(\\d{10,11}\\.\\d{1,9})$', 1) AS DECIMAL(28,9)) - 11644473600) * 1000000)::BIGINT)`;

/** Pid in an Elastic Defend entity id. */
export const defendIdPid = (id: Sql): Sql =>
  `try_cast(regexp_extract(${defendTail(id)}, '-(\\d+)-\\d+\\.\\d+$', 1) AS BIGINT)`;

/**
 * One hash, in lower case, from Sysmon's `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`. It is cut off first: to let the pattern look
 * for it costs three times as much.
 */
export const hashNamed = (hashes: Sql, name: 'MD5' | 'SHA1' | 'SHA256' | 'IMPHASH'): Sql =>
  `nullif(lower(regexp_extract(split_part(',' || ${hashes}, ',${name}=', 2), '^[0-9A-Fa-f]+')), '')`;

/** Domain of `DOMAIN\user`; NULL where there is no backslash. */
export const accountDomain = (account: Sql): Sql =>
  `CASE WHEN contains(${account}, '\\') THEN nullif(split_part(${account}, '\\', 1), '') END`;

/** User of `DOMAIN\user`, or the whole text where there is no backslash. */
export const accountName = (account: Sql): Sql =>
  `CASE WHEN contains(${account}, '\\') THEN nullif(substr(${account}, strpos(${account}, '\\') + 1), '') ELSE ${account} END`;

const INTEGRITY = {
  '0': 'untrusted',
  '4096': 'low',
  '8192': 'medium',
  '8448': 'medium_plus',
  '12288': 'high',
  '16384': 'system',
  '20480': 'protected',
};

/** Word for an integrity level given as label SID `S-1-16-<RID>`. */
export const integrityOfLabel = (sid: Sql): Sql =>
  `CASE ${Object.entries(INTEGRITY)
    .map(([rid, word]) => `WHEN ${sid} = 'S-1-16-${rid}' THEN '${word}'`)
    .join(' ')} END`;

const ELEVATION = { '%%1936': 'default', '%%1937': 'full', '%%1938': 'limited' };

/** Word for the token elevation type of a 4688 record. */
export const elevationType = (code: Sql): Sql =>
  `CASE ${code} ${Object.entries(ELEVATION)
    .map(([message, word]) => `WHEN '${message}' THEN '${word}'`)
    .join(' ')} END`;

/**
 * Entity id for a source that has none: `syn:` and the SHA-1 of host, pid and start in whole milliseconds, so that a
 * parent and its child compute the same id for the same process. NULL unless pid and start are known.
 */
export const syntheticId = (host: Sql, pid: Sql, start: Sql): Sql =>
  `'syn:' || sha1(lower(coalesce(${host}, '')) || '|' || ${pid} || '|' || epoch_ms(${start}))`;

/** SQL for what an entity id carries of its process: the start, as TIMESTAMP, in Sysmon's and Elastic Defend's, the pid in Defend's. */
export const ID_FACTS = {
  start: (id: Sql): Sql => first(sysmonGuidStart(id), defendIdStart(id)),
  pid: defendIdPid,
};
