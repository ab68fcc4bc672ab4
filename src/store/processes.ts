import type { Conflict } from '../model/conflict.ts';
import type { LinkMethod, ParentLink, SeenVia } from '../model/link.ts';
import type { ProcessNode } from '../model/process.ts';
import { isoTime } from '../model/time.ts';
import { type Database, execute, query, type Row, stream } from './database.ts';
import { IS_HOST } from './hosts.ts';
import { eventColumn } from './schema.ts';

interface ProcessRow {
  readonly rid: number;
  readonly entity_id: string;
  readonly host_rid: number;
  readonly pid: number | null;
  readonly name: string | null;
  readonly executable: string | null;
  readonly command_line: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly seen_via: SeenVia;
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly user_domain: string | null;
  readonly md5: string | null;
  readonly sha1: string | null;
  readonly sha256: string | null;
  readonly exists: boolean | null;
  readonly trusted: boolean | null;
  readonly status: string | null;
  readonly subject_name: string | null;
}

/** Leaves the rids in temp table `wanted`, for queries that join them. */
export const want = (database: Database, rids: Iterable<number>): Promise<void> =>
  leave(database, 'wanted', 'rid BIGINT', rids);

/** Leaves numbers of events in temp table `wanted_events`. */
export const wantEvents = (database: Database, events: Iterable<number>): Promise<void> =>
  leave(database, 'wanted_events', 'event BIGINT', events);

/** Leaves texts, each once, in a temp table of one column. */
export const leaveTexts = (
  database: Database,
  table: 'wanted_ids' | 'wanted_keys',
  texts: Iterable<string>,
): Promise<void> => leave(database, table, '"text" VARCHAR', new Set(texts));

async function leave(
  database: Database,
  table: string,
  column: string,
  values: Iterable<number | string>,
): Promise<void> {
  await execute(database, `CREATE OR REPLACE TEMP TABLE ${table} (${column})`);
  const appender = await database.connection.createAppender(table, undefined, 'temp');
  for (const value of values) {
    if (typeof value === 'string') appender.appendVarchar(value);
    else appender.appendBigInt(BigInt(value));
    appender.endRow();
  }
  appender.closeSync();
}

/** Rids of processes by their entity ids, which no two processes of a case share. */
export async function ridsById(database: Database, ids: Iterable<string>): Promise<Map<string, number>> {
  await leaveTexts(database, 'wanted_ids', ids);
  const rows = await query<{ rid: number; entity_id: string }>(
    database,
    'SELECT rid, entity_id FROM flat.processes WHERE entity_id IN (FROM wanted_ids)',
  );
  return new Map(rows.map(({ rid, entity_id }) => [entity_id, rid] as const));
}

const time = (microseconds: number | null): string | null =>
  microseconds === null ? null : isoTime(microseconds);

/** The processes in `wanted`, by rid. */
export async function wantedProcesses(database: Database): Promise<ProcessNode[]> {
  // Read once: decoding a text again and again costs more than everything else of a row.
  const hosts = new Map(
    (
      await query<{ host_rid: number; id: string | null; name: string }>(
        database,
        'SELECT host_rid, id, name FROM flat.hosts',
      )
    ).map(({ host_rid, id, name }) => [host_rid, { id, name }] as const),
  );
  const share = sharing();
  const nodes: ProcessNode[] = [];
  const rows = stream(
    database,
    `SELECT p.rid, p.entity_id, p.host_rid, p.pid, p.name, p.executable, p.command_line, epoch_us(p.start) AS start, epoch_us(p."end") AS "end", p.seen_via, ` +
      `e."user.id" AS user_id, ${eventColumn('user.name')} AS user_name, e."user.domain" AS user_domain, e."process.hash.md5" AS md5, e."process.hash.sha1" AS sha1, e."process.hash.sha256" AS sha256, ` +
      `e."process.code_signature.exists" AS "exists", e."process.code_signature.trusted" AS trusted, e."process.code_signature.status" AS status, e."process.code_signature.subject_name" AS subject_name ` +
      `FROM wanted w JOIN flat.processes p USING (rid) LEFT JOIN flat.events e ON e.rowid = p.event ORDER BY p.rid`,
  );
  for await (const each of rows) {
    const row = each as unknown as ProcessRow;
    nodes.push({
      rid: row.rid,
      entity_id: row.entity_id,
      host: hosts.get(row.host_rid) as ProcessNode['host'],
      pid: row.pid,
      name: share(row.name),
      executable: share(row.executable),
      command_line: row.command_line,
      start: time(row.start),
      end: time(row.end),
      user: share({ id: row.user_id, name: row.user_name, domain: row.user_domain }),
      hash: share({ md5: row.md5, sha1: row.sha1, sha256: row.sha256 }),
      code_signature: share({
        exists: row.exists,
        trusted: row.trusted,
        status: row.status,
        subject_name: row.subject_name,
      }),
      seen_via: share(row.seen_via),
    });
  }
  return nodes;
}

/** Gives for equal values one and the same, so that many processes of one image are not many copies of what is said of it. */
function sharing(): <T extends string | object | null>(value: T) => T {
  const texts = new Map<string, string>();
  const objects = new Map<string, object>();
  const first = <V>(known: Map<string, V>, key: string, value: V): V => {
    const same = known.get(key);
    if (same === undefined) known.set(key, value);
    return same ?? value;
  };
  return <T extends string | object | null>(value: T): T => {
    if (value === null) return value;
    return (
      typeof value === 'string'
        ? first(texts, value, value)
        : first(objects, JSON.stringify(value), value as object)
    ) as T;
  };
}

/** The parent links of the processes in `wanted`, by child. */
export function wantedLinks(database: Database): Promise<ParentLink[]> {
  return query<ParentLink & { method: LinkMethod }>(
    database,
    'SELECT l.child_rid AS child, l.parent_rid AS parent, l.method, l.confidence, l.rivals FROM wanted w JOIN flat.links l ON l.child_rid = w.rid ORDER BY child',
  );
}

/** What logs say differently of the processes in `wanted`. */
export function wantedConflicts(database: Database): Promise<Conflict[]> {
  return query<Conflict & Row>(
    database,
    'SELECT DISTINCT c.rid, c.field, c.log, c.value FROM wanted w JOIN flat.conflicts c USING (rid) ORDER BY ALL',
  );
}

/** Rids of the process with this entity id, else of every process that had the pid of `HOST:PID`, in order of start. */
export async function findProcesses(database: Database, name: string): Promise<number[]> {
  const byId = await query<{ rid: number }>(
    database,
    'SELECT rid FROM flat.processes WHERE entity_id = $name',
    { name },
  );
  if (byId.length > 0) return byId.map((row) => row.rid);
  const [, host, pid] = /^(.+):(\d{1,10})$/.exec(name) ?? [];
  if (host === undefined || pid === undefined) return [];
  const rows = await query<{ rid: number }>(
    database,
    `SELECT p.rid FROM flat.processes p JOIN flat.hosts h USING (host_rid) WHERE p.pid = ${Number(pid)} AND ${IS_HOST} ORDER BY p.start, p.rid`,
    { host },
  );
  return rows.map((row) => row.rid);
}

/** Rids of every process of a case. */
export async function allProcesses(database: Database): Promise<number[]> {
  return (await query<{ rid: number }>(database, 'SELECT rid FROM flat.processes')).map(({ rid }) => rid);
}

/** Rids of the processes of a host, by id, name or the first label of its name. */
export async function hostProcesses(database: Database, host: string): Promise<number[]> {
  const rows = await query<{ rid: number }>(
    database,
    `SELECT p.rid FROM flat.processes p JOIN flat.hosts h USING (host_rid) WHERE ${IS_HOST}`,
    { host },
  );
  return rows.map(({ rid }) => rid);
}

/** Start of each process by rid, epoch milliseconds with a fraction; Infinity where it is not known. */
export async function processStarts(database: Database, size: number): Promise<Float64Array> {
  const starts = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const known = stream(
    database,
    'SELECT rid, epoch_us(start) AS start FROM flat.processes WHERE start IS NOT NULL',
  );
  for await (const { rid, start } of known) starts[rid as number] = (start as number) / 1000;
  return starts;
}
