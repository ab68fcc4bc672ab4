import { type Database, query } from './database.ts';
import { COUNTS, FACET_SQL, type Facet, type Prevalence, pathKey, RECORDED } from './prevalence.ts';
import { eventColumn } from './schema.ts';

/** What the records of one process say of it, where they say it. */
export interface ProcessFacts {
  readonly rid: number;
  readonly original_name: string | null;
  readonly company: string | null;
  readonly integrity: string | null;
  readonly session: number | null;
  readonly logon_id: string | null;
  readonly host_rid: number;
  /** Seconds from the making of the image's file to the start. */
  readonly file_age: number | null;
  /** What stands in the record in the parent's place and names no image. */
  readonly unusable_parent: string | null;
  readonly signed: boolean | null;
  readonly trusted: boolean | null;
  readonly status: string | null;
  readonly signer: string | null;
}

const SIGNATURE = 'process.code_signature';

/** What the records of each process in temp table `wanted` say of it; a signature also where it loads its own image. */
export async function wantedFacts(database: Database): Promise<Map<number, ProcessFacts>> {
  const rows = await query<ProcessFacts>(
    database,
    `WITH own AS (SELECT e.process_rid AS rid, min(e."process.pe.original_file_name") AS original_name, min(e."process.pe.company") AS company, min(lower(e."process.Ext.token.integrity_level_name")) AS integrity, min(e."process.Ext.session_info.id") AS session, min(e."process.Ext.authentication_id") AS logon_id, ` +
      `min(e."process.Ext.relative_file_creation_time") AS file_age, min(e.aside['parent']) AS unusable_parent, bool_and(e."${SIGNATURE}.exists") AS signed, bool_and(e."${SIGNATURE}.trusted") AS trusted, min(e."${SIGNATURE}.status") AS status, min(e."${SIGNATURE}.subject_name") AS signer ` +
      `FROM flat.events e WHERE e.process_rid IN (FROM wanted) AND e.copy_of IS NULL GROUP BY ALL), ` +
      `loaded AS (SELECT a.process_rid AS rid, bool_and(a."dll.code_signature.exists") AS signed, bool_and(a."dll.code_signature.trusted") AS trusted, min(a."dll.code_signature.status") AS status, min(a."dll.code_signature.subject_name") AS signer ` +
      `FROM flat.activity a JOIN flat.processes p ON p.rid = a.process_rid WHERE a.kind = 'library' AND a.process_rid IN (FROM wanted) AND lower(a."dll.path") = lower(p.executable) GROUP BY ALL) ` +
      `SELECT o.* EXCLUDE (signed, trusted, status, signer), p.host_rid, coalesce(o.signed, l.signed) AS signed, coalesce(o.trusted, l.trusted) AS trusted, coalesce(o.status, l.status) AS status, coalesce(o.signer, l.signer) AS signer ` +
      `FROM own o JOIN flat.processes p USING (rid) LEFT JOIN loaded l USING (rid) ORDER BY o.rid`,
  );
  return new Map(rows.map((row) => [row.rid, row] as const));
}

/** Something that was done to a process, as the logs have it: by whom, how often, and with which rights. */
export interface ActUpon {
  readonly rid: number;
  readonly kind: 'tampering' | 'remote_thread' | 'process_access';
  readonly source: string | null;
  readonly source_rid: number | null;
  readonly count: number;
  /** Epoch microseconds of the first. */
  readonly first: number | null;
  /** The type of tampering, or the rights of an access. */
  readonly detail: string | null;
}

const target = (name: string): string => eventColumn(`winlog.event_data.${name}`, 'activity');

/** What was done to the processes in temp table `wanted`: Sysmon's 25, 8 and 10, by the target's id, else by host, pid and time. */
export function wantedActsUpon(database: Database): Promise<ActUpon[]> {
  return query<ActUpon>(
    database,
    `WITH judged AS (SELECT p.rid, p.entity_id, p.host_rid, p.pid, p.start, p."end" FROM flat.processes p SEMI JOIN wanted USING (rid)), ` +
      `acts AS (SELECT e.*, upper(trim(coalesce(${target('TargetProcessGuid')}, ${target('TargetProcessGUID')}), '{}')) AS target_id, try_cast(${target('TargetProcessId')} AS BIGINT) AS target_pid, ${target('GrantedAccess')} AS granted FROM flat.activity e WHERE e.kind = 'remote_thread' OR e.kind = 'process_access'), ` +
      `hits AS (SELECT j.rid, a.* FROM acts a JOIN judged j ON j.entity_id = a.target_id AND j.host_rid = a.host_rid ` +
      `UNION ALL SELECT j.rid, a.* FROM acts a JOIN judged j ON j.host_rid = a.host_rid AND j.pid = a.target_pid WHERE a.target_id IS NULL AND a."@timestamp" >= j.start AND (j."end" IS NULL OR a."@timestamp" <= j."end")) ` +
      `SELECT rid, kind, min("process.executable") AS source, process_rid AS source_rid, count(*) AS count, epoch_us(min("@timestamp")) AS first, string_agg(DISTINCT granted, ', ' ORDER BY granted) AS detail FROM hits WHERE copy_of IS NULL GROUP BY rid, kind, process_rid, CASE WHEN process_rid IS NULL THEN lower("process.executable") END ` +
      `UNION ALL SELECT e.process_rid, e.kind, NULL, NULL, count(*), epoch_us(min(e."@timestamp")), min(${target('Type')}) FROM flat.activity e WHERE e.kind = 'tampering' AND e.copy_of IS NULL AND e.process_rid IN (FROM wanted) GROUP BY ALL ` +
      `ORDER BY ALL`,
  );
}

/** Others of the same name that ran on the host when a process of temp table `wanted` started, for those names in `wanted_keys`. */
export async function wantedInstances(database: Database): Promise<Map<number, readonly string[]>> {
  const rows = await query<{ rid: number; others: string[] }>(
    database,
    `WITH named AS (SELECT p.rid, p.host_rid, p.entity_id, p.pid, p.executable, lower(p.name) AS name, p.start, p."end" FROM flat.processes p WHERE lower(p.name) IN (FROM wanted_keys) AND p.start IS NOT NULL) ` +
      `SELECT j.rid, list(coalesce(o.executable, o.name) || ' (' || coalesce(o.pid::VARCHAR, 'no pid') || ')' ORDER BY o.start, o.rid) AS others FROM named j SEMI JOIN wanted w ON w.rid = j.rid JOIN named o ON o.host_rid = j.host_rid AND o.name = j.name AND o.rid <> j.rid AND o.start <= j.start AND (o."end" IS NULL OR o."end" > j.start) GROUP BY j.rid ORDER BY j.rid`,
  );
  return new Map(rows.map(({ rid, others }) => [rid, others] as const));
}

/** What each process of temp table `wanted` is by a facet. */
export async function wantedKeys(database: Database, facet: Facet): Promise<Map<number, string>> {
  const rows = await query<{ rid: number; key: string | null }>(
    database,
    `SELECT p.rid, ${FACET_SQL[facet]} AS key FROM ${RECORDED} WHERE p.rid IN (FROM wanted) ORDER BY p.rid`,
  );
  // Asked of the engine, that there is a key would be asked of every process before the few are chosen.
  return new Map(rows.flatMap(({ rid, key }) => (key === null ? [] : [[rid, key] as const])));
}

/** For each process of `wanted`: how many hashes its path has in the case, and the processes of the most frequent. */
export async function wantedPathHashes(
  database: Database,
): Promise<Map<number, { hashes: number; own: number; most: number; usual: string }>> {
  const rows = await query<{ rid: number; hashes: number; own: number; most: number; usual: string }>(
    database,
    `WITH judged AS MATERIALIZED (SELECT p.rid, ${pathKey('p.executable')} AS path, ${FACET_SQL.hash} AS hash FROM ${RECORDED} WHERE p.rid IN (FROM wanted)), ` +
      `of_paths AS (SELECT ${pathKey('p.executable')} AS path, ${FACET_SQL.hash} AS hash, count(*) AS n FROM ${RECORDED} WHERE lower(p.name) IN (SELECT lower(q.name) FROM flat.processes q WHERE q.rid IN (FROM wanted)) GROUP BY ALL), ` +
      `sums AS (SELECT path, count(hash) AS hashes, max(n) AS most, min_by(hash, {'n': -n, 'hash': hash}) AS usual FROM of_paths WHERE hash IS NOT NULL GROUP BY path) ` +
      `SELECT j.rid, s.hashes, o.n AS own, s.most, s.usual FROM judged j JOIN sums s USING (path) JOIN of_paths o ON o.path = j.path AND o.hash = j.hash WHERE s.hashes > 1 ORDER BY j.rid`,
  );
  return new Map(rows.map(({ rid, ...row }) => [rid, row] as const));
}

/** How often the keys in temp table `wanted_keys` occur, by key; of names in `wanted_ids` alone where the key has the name. */
export async function wantedCounts(database: Database, facet: Facet): Promise<Map<string, Prevalence>> {
  // Chosen before the keys are made: the shape of a command line takes eight regular expressions.
  const processes =
    facet === 'hash' || facet === 'signer'
      ? ''
      : 'WITH named AS MATERIALIZED (SELECT * FROM flat.processes WHERE lower(name) IN (FROM wanted_ids)) ';
  const recorded = processes === '' ? RECORDED : RECORDED.replace('flat.processes', 'named');
  const rows = await query<Prevalence>(
    database,
    `${processes}SELECT '${facet}' AS facet, ${FACET_SQL[facet]} AS key, ${COUNTS} FROM ${recorded} WHERE key IN (FROM wanted_keys) GROUP BY key ORDER BY key`,
  );
  return new Map(rows.map((row) => [row.key, row] as const));
}
