import { ACTIVITY_KINDS } from '../model/event-kind.ts';
import { FIELD_NAMES, PROCESS_FIELD_NAMES } from '../model/field.ts';
import { type Database, query } from './database.ts';
import { literal } from './quote.ts';
import { tallyOf } from './tally.ts';

type Json = string | number | null | readonly Json[] | { readonly [name: string]: Json };

/** What a case holds, file by file, log by log and host by host, as JSON has it. Times are ISO 8601 in UTC. */
export interface CaseReport {
  readonly files: readonly Json[];
  readonly logs: readonly Json[];
  readonly hosts: readonly Json[];
}

const names = (fields: readonly string[]): string => `[${fields.map(literal).join(', ')}]`;

const time = (timestamp: string): string => `strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S.%gZ')`;

/** SQL for one object for each log of the events that some sources have: kinds, fields that are filled, fields that never are. */
const logsOf = (isOfSource: string): string => {
  const own = `${isOfSource} AND t.log = l.log`;
  return (
    `SELECT l.log, {'log': l.log, 'events_by_kind': k.kinds, 'filled': f.filled, 'never_filled': list_filter(CASE WHEN list_has_any(map_keys(k.kinds), ${names(ACTIVITY_KINDS)}) THEN ${names(FIELD_NAMES)} ELSE ${names(PROCESS_FIELD_NAMES)} END, lambda field: NOT list_contains(map_keys(f.filled), field))} AS report ` +
    `FROM (SELECT DISTINCT t.log FROM flat.source_kinds t WHERE ${isOfSource}) l, LATERAL (SELECT ${tallyOf('source_kinds', 't.kind', 't.events', own)} AS kinds) k, LATERAL (SELECT ${tallyOf('source_fields', 't.field', 't.filled', own)} AS filled) f`
  );
};

/** Describes the files, logs and hosts of a case. */
export async function readCaseReport(database: Database): Promise<CaseReport> {
  const objects = async (sql: string): Promise<Json[]> =>
    (await query<{ json: string }>(database, sql)).map(({ json }) => JSON.parse(json) as Json);
  return {
    files: await objects(
      `SELECT to_json({'path': s.path, 'sha256': s.sha256, 'format': s.format, 'bytes': s.bytes, 'records': s.records, 'events': s.events, 'rejected': s.rejected, 'skipped': s.skipped, 'copies': s.copies, 'first': ${time('s.first')}, 'last': ${time('s.last')}, 'hosts': s.hosts, ` +
        `'skipped_by_kind': s.skipped_by_kind, 'rejects_by_reason': s.rejects_by_reason, 'logs': (SELECT list(report ORDER BY log) FROM (${logsOf('t.source_id = s.source_id')}))})::VARCHAR AS json FROM sources s ORDER BY s.path, s.sha256`,
    ),
    logs: await objects(`SELECT to_json(report)::VARCHAR AS json FROM (${logsOf('true')}) ORDER BY log`),
    hosts: await objects(
      `SELECT to_json({'id': h.id, 'name': h.name, 'processes': (SELECT count(*) FROM flat.processes p WHERE p.host_rid = h.host_rid), 'events': sum(s.events)::BIGINT, 'first': ${time('min(s.first)')}, 'last': ${time('max(s.last)')}})::VARCHAR AS json FROM flat.hosts h LEFT JOIN flat.source_hosts s USING (host_rid) GROUP BY h.host_rid, h.id, h.name ORDER BY h.name, h.id`,
    ),
  };
}
