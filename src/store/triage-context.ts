import type { InstalledService, Logon } from '../model/triage-context.ts';
import { type Database, query } from './database.ts';
import { eventColumn } from './schema.ts';

const data = (name: string): string => eventColumn(`winlog.event_data.${name}`, 'activity');

/** SQL for the rows that a question was asked with, as JSON in `$asked`; `place` is that of each. */
const asked = (columns: string): string =>
  `(SELECT unnest(from_json($asked, '[{"place":"INTEGER","host_rid":"INTEGER",${columns}}]'), max_depth := 2))`;

/** What tells logons of one moment apart, so that their order is no matter of chance. */
const TIES = 'time, code, "user", logon_id, address, workstation, action, type, domain';

const jsonOf = (rows: readonly object[]): string =>
  JSON.stringify(rows.map((row, place) => ({ place, ...row })));

/** The rows of an answer by the place of what they answer. */
function byPlace<Row extends object>(
  rows: readonly ({ readonly place: number } & Row)[],
  places: number,
): Row[][] {
  const answers: Row[][] = Array.from({ length: places }, () => []);
  for (const { place, ...row } of rows) answers[place]?.push(row as unknown as Row);
  return answers;
}

/**
 * Logons on a host, for each that is asked for: that with the id of the process's own, whenever it was, and the others nearest
 * to a time, at most `cap` in all within `around` microseconds.
 */
export async function logonsAround(
  database: Database,
  around: readonly {
    readonly host_rid: number;
    readonly logon_id: string | null;
    /** Epoch microseconds. */
    readonly time: number;
  }[],
  within: number,
  cap: number,
): Promise<Logon[][]> {
  if (around.length === 0) return [];
  const rows = await query<Logon & { place: number }>(
    database,
    `WITH asked AS MATERIALIZED ${asked('"logon_id":"VARCHAR","time":"BIGINT"')}, ` +
      `logons AS MATERIALIZED (SELECT e.host_rid, epoch_us(e."@timestamp") AS time, e."event.code" AS code, e."event.action" AS action, e."winlog.logon.type" AS type, ${eventColumn('user.name', 'activity')} AS "user", e."user.domain" AS domain, e."source.ip" AS address, e."source.domain" AS workstation, e."winlog.logon.id" AS logon_id ` +
      `FROM flat.activity e WHERE e.kind = 'logon' AND e.copy_of IS NULL AND e.host_rid IN (SELECT host_rid FROM asked) AND e."@timestamp" IS NOT NULL), ` +
      `found AS (SELECT a.place, a.time AS around, true AS own, l.* FROM asked a JOIN logons l ON l.host_rid = a.host_rid AND lower(l.logon_id) = lower(a.logon_id) ` +
      // By hours, so that a host's logons are not held against each of its alerts.
      `UNION ALL SELECT a.place, a.time, false, l.* FROM (SELECT *, unnest([-1, 0, 1]) + time // $within AS span FROM asked) a JOIN logons l ON l.host_rid = a.host_rid AND l.time // $within = a.span ` +
      `WHERE abs(l.time - a.time) <= $within AND lower(l.logon_id) IS DISTINCT FROM lower(a.logon_id)) ` +
      `SELECT * EXCLUDE (around, host_rid, own), own FROM found WINDOW near AS (PARTITION BY place ORDER BY own DESC, abs(time - around), ${TIES}) QUALIFY row_number() OVER near <= $cap ORDER BY place, own DESC, abs(time - around), ${TIES}`,
    { asked: jsonOf(around), within: BigInt(within), cap },
  );
  return byPlace(rows, around.length);
}

/** Services of a host whose image is, or is started by, one of the given paths, in lower case; for each that is asked for. */
export async function servicesOf(
  database: Database,
  of: readonly { readonly host_rid: number; readonly paths: readonly string[] }[],
): Promise<InstalledService[][]> {
  if (!of.some(({ paths }) => paths.length > 0)) return of.map(() => []);
  const rows = await query<InstalledService & { place: number }>(
    database,
    `WITH installed AS MATERIALIZED (SELECT DISTINCT e.host_rid, epoch_us(e."@timestamp") AS time, e."service.name" AS name, coalesce(${data('ImagePath')}, ${data('ServiceFileName')}) AS image, coalesce(${data('AccountName')}, ${data('ServiceAccount')}) AS account ` +
      `FROM flat.activity e WHERE e.kind = 'service' AND e.copy_of IS NULL) ` +
      `SELECT DISTINCT a.place, i.* EXCLUDE (host_rid) FROM (SELECT place, host_rid, unnest(paths) AS path FROM ${asked('"paths":["VARCHAR"]')}) a JOIN installed i ON i.host_rid = a.host_rid AND contains(lower(i.image), a.path) ORDER BY ALL`,
    { asked: jsonOf(of) },
  );
  return byPlace(rows, of.length);
}
