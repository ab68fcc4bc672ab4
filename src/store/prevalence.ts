import { type Database, query } from './database.ts';
import { IS_HOST } from './hosts.ts';
import { eventColumn } from './schema.ts';

/** What of processes is counted. */
export const FACETS = ['pair', 'path', 'hash', 'signer', 'shape'] as const;

/** One of the things of a process that can be rare. */
export type Facet = (typeof FACETS)[number];

/** How often and how widely something was seen among the processes whose start or running was recorded. */
export interface Prevalence {
  readonly facet: Facet;
  readonly key: string;
  readonly processes: number;
  readonly hosts: number;
  readonly users: number;
  readonly days: number;
  /** Epoch microseconds; null where no start is known. */
  readonly first: number | null;
  readonly last: number | null;
}

/** Regular expressions of what differs from process to process in a command line in lower case, and what stands for it. */
export const SHAPE_PATTERNS: readonly (readonly [string, string])[] = [
  ['\\\\(users|documents and settings)\\\\[^\\\\"]+', '\\\\\\1\\\\<user>'],
  ['\\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\}?', '<guid>'],
  ['s-1-[0-9]+(-[0-9]+)+', '<sid>'],
  ['[a-z0-9+/]{40,}={0,2}', '<code>'],
  ['0x[0-9a-f]+', '<n>'],
  ['[0-9a-f]{16,}', '<hex>'],
  ['[0-9]{3,}', '<n>'],
  ['\\b[0-9]+\\b', '<n>'],
];

/** SQL for a text in which folders of users, GUIDs, SIDs, long codes and numbers are placeholders. */
const shapeless = (text: string): string =>
  SHAPE_PATTERNS.reduce(
    (sql, [pattern, replacement]) => `regexp_replace(${sql}, '${pattern}', '${replacement}', 'g')`,
    `lower(${text})`,
  );

/** The same of an image's path in lower case: prefixes of the kernel, and users' folders; each at its first place. */
export const PATH_PATTERNS: readonly (readonly [string, string])[] = [
  ['^(\\\\\\\\\\?\\\\|\\\\\\?\\?\\\\)', ''],
  ['^\\\\systemroot\\\\', 'c:\\\\windows\\\\'],
  ['^\\\\device\\\\harddiskvolume[0-9]+\\\\', 'c:\\\\'],
  ['\\\\(users|documents and settings)\\\\[^\\\\]+', '\\\\\\1\\\\<user>'],
];

/** SQL for an image's path as it is compared: lower case, without prefixes of the kernel, users' folders as one. */
export const pathKey = (path: string): string =>
  PATH_PATTERNS.reduce(
    (sql, [pattern, replacement]) => `regexp_replace(${sql}, '${pattern}', '${replacement}')`,
    `lower(${path})`,
  );

/** A regular expression for the first word of a command line, whose place is the image's. */
export const FIRST_WORD = '^\\s*("[^"]*"|\\S+)\\s*';

/** SQL for a command line without its first word. */
const ARGUMENTS = `regexp_replace(p.command_line, '${FIRST_WORD}', '')`;

/** SQL over `p` of processes and `e`, its own record, for what is counted; NULL where the record does not say it. */
export const FACET_SQL: Readonly<Record<Facet, string>> = {
  pair: `lower(${eventColumn('process.parent.name')}) || ' > ' || lower(p.name)`,
  path: pathKey('p.executable'),
  hash: `lower(coalesce(e."process.hash.sha256", e."process.hash.sha1", e."process.hash.md5"))`,
  signer: `coalesce(e."process.code_signature.subject_name", CASE WHEN NOT e."process.code_signature.exists" THEN '(unsigned)' END)`,
  shape: `CASE WHEN p.command_line IS NOT NULL THEN trim(lower(p.name) || ' ' || ${shapeless(ARGUMENTS)}) END`,
};

/** SQL for rows of `p`, a process, with `e`, the record that says most of it. */
export const RECORDED = 'flat.processes p JOIN flat.events e ON e.rowid = p.event';

/** SQL over `e` for the account of a process as it is counted. */
export const USER_KEY = `coalesce(e."user.id", lower(concat_ws('\\', e."user.domain", ${eventColumn('user.name')})))`;

/** SQL for the counts of a group of `p` and `e`. */
export const COUNTS =
  `count(*) AS processes, count(DISTINCT p.host_rid) AS hosts, count(DISTINCT ${USER_KEY}) AS users, ` +
  `count(DISTINCT p.start::DATE) AS days, epoch_us(min(p.start)) AS first, epoch_us(max(p.start)) AS last`;

/** What part of a case is counted. */
export interface PrevalenceScope {
  /** Only what is on at most this many hosts. */
  readonly maxHosts?: number | undefined;
  readonly host?: string | undefined;
}

/** Every value of a facet in a case, the rarest first: by hosts, processes, then by the value itself. */
export function prevalenceOf(
  database: Database,
  facet: Facet,
  scope: PrevalenceScope = {},
): Promise<Prevalence[]> {
  const having = scope.maxHosts === undefined ? '' : `HAVING hosts <= ${Math.trunc(scope.maxHosts)}`;
  const host =
    scope.host === undefined
      ? ''
      : `AND key IN (SELECT ${FACET_SQL[facet]} FROM ${RECORDED} JOIN flat.hosts h ON h.host_rid = p.host_rid WHERE ${IS_HOST})`;
  return query<Prevalence>(
    database,
    `SELECT '${facet}' AS facet, ${FACET_SQL[facet]} AS key, ${COUNTS} FROM ${RECORDED} WHERE key IS NOT NULL ${host} GROUP BY key ${having} ORDER BY hosts, processes, key`,
    scope.host === undefined ? {} : { host: scope.host },
  );
}

/** How many hosts, days of starts and processes there are. */
export interface Extent {
  readonly hosts: number;
  readonly days: number;
  readonly processes: number;
}

/** The extent of a case. */
export async function caseExtent(database: Database): Promise<Extent> {
  const [extent] = await query<Extent>(
    database,
    'SELECT count(DISTINCT host_rid) AS hosts, count(DISTINCT start::DATE) AS days, count(*) AS processes FROM flat.processes WHERE event IS NOT NULL',
  );
  return extent as Extent;
}
