import { type Database, query } from './database.ts';
import { eventColumn } from './schema.ts';

/** A logon, its end or the use of privileges, as the Security log has it; times in epoch microseconds. */
export interface Logon {
  readonly time: number;
  readonly code: string | null;
  readonly action: string | null;
  readonly type: string | null;
  readonly user: string | null;
  readonly domain: string | null;
  readonly address: string | null;
  readonly workstation: string | null;
  readonly logon_id: string | null;
  /** Whether it is the logon that the process runs in. */
  readonly own: boolean;
}

/** A service that was installed on a host. */
export interface InstalledService {
  readonly time: number | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly account: string | null;
}

const data = (name: string): string => eventColumn(`winlog.event_data.${name}`, 'activity');

/**
 * Logons on a host: that with the id of the process's own, whenever it was, and the others nearest to a time, at most
 * `cap` in all within `around` microseconds.
 */
export async function logonsAround(
  database: Database,
  hostRid: number,
  logonId: string | null,
  time: number,
  around: number,
  cap: number,
): Promise<Logon[]> {
  return query<Logon>(
    database,
    `SELECT * FROM (SELECT epoch_us(e."@timestamp") AS time, e."event.code" AS code, e."event.action" AS action, e."winlog.logon.type" AS type, ${eventColumn('user.name', 'activity')} AS "user", e."user.domain" AS domain, e."source.ip" AS address, e."source.domain" AS workstation, e."winlog.logon.id" AS logon_id, ` +
      `coalesce(lower(e."winlog.logon.id") = lower($logon), false) AS own FROM flat.activity e WHERE e.kind = 'logon' AND e.copy_of IS NULL AND e.host_rid = ${Math.trunc(hostRid)} AND e."@timestamp" IS NOT NULL) ` +
      `WHERE own OR abs(time - $time::BIGINT) <= $around::BIGINT ORDER BY own DESC, abs(time - $time::BIGINT), time, code, "user", logon_id, address, workstation LIMIT ${Math.trunc(cap)}`,
    { logon: logonId ?? '', time: BigInt(Math.trunc(time)), around: BigInt(Math.trunc(around)) },
  );
}

/** Services of a host whose image is, or is started by, one of the given paths; text in lower case. */
export async function servicesOf(
  database: Database,
  hostRid: number,
  paths: readonly string[],
): Promise<InstalledService[]> {
  if (paths.length === 0) return [];
  return query<InstalledService>(
    database,
    `SELECT * FROM (SELECT DISTINCT epoch_us(e."@timestamp") AS time, e."service.name" AS name, coalesce(${data('ImagePath')}, ${data('ServiceFileName')}) AS image, coalesce(${data('AccountName')}, ${data('ServiceAccount')}) AS account ` +
      `FROM flat.activity e WHERE e.kind = 'service' AND e.copy_of IS NULL AND e.host_rid = ${Math.trunc(hostRid)}) ` +
      `WHERE len(list_filter(string_split($paths, chr(10)), lambda path: contains(lower(image), path))) > 0 ORDER BY ALL`,
    { paths: paths.join('\n') },
  );
}
