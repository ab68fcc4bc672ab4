import { SUBJECT_FIELDS } from '../model/alert-subject.ts';
import { type Database, query } from './database.ts';
import { eventColumn } from './schema.ts';

/** A record of a process's start, end or running, and how many there are of it. */
export interface ProcessRecord {
  readonly rid: number;
  readonly total: number;
  readonly path: string;
  readonly record: number;
  readonly log: string;
}

/** A record of what a process did, and how many there are of it. */
export interface ProcessActivity {
  readonly rid: number;
  readonly total: number;
  /** Epoch microseconds. */
  readonly time: number | null;
  readonly category: string;
  readonly action: string | null;
  readonly subject: string;
}

/** SQL that numbers the rows of each process in `wanted` by time; equal times are settled by file and record. */
const placed = (table: 'events' | 'activity', condition = 'TRUE'): string =>
  `SELECT e.rowid AS "row", e.process_rid AS rid, e.record, count(*) OVER (PARTITION BY e.process_rid) AS total, ` +
  `row_number() OVER (PARTITION BY e.process_rid ORDER BY e."@timestamp", s.path, e.record) AS place ` +
  `FROM flat.${table} e JOIN wanted w ON w.rid = e.process_rid JOIN flat.sources s USING (source_id) WHERE ${condition}`;

/** What came twice was done once. */
const DONE = 'e.copy_of IS NULL';

/** The first `cap` records of each process in temp table `wanted`, by process and time. */
export async function wantedRecords(database: Database, cap: number): Promise<ProcessRecord[]> {
  const sources = await query<{ source_id: number; path: string }>(
    database,
    'SELECT source_id, path FROM flat.sources',
  );
  const paths = new Map(sources.map(({ source_id, path }) => [source_id, path] as const));
  const rows = await query<Omit<ProcessRecord, 'path'> & { source_id: number }>(
    database,
    `SELECT p.rid, p.total, e.source_id, p.record, e.source AS log FROM (${placed('events')} QUALIFY place <= ${Math.trunc(cap)}) p JOIN flat.events e ON e.rowid = p."row" ORDER BY p.rid, p.place`,
  );
  return rows.map(({ rid, total, source_id, record, log }) => ({
    rid,
    total,
    path: paths.get(source_id) as string,
    record,
    log,
  }));
}

const CATEGORY = 'coalesce(e."event.category"[1], e.kind)';

/** SQL over alias `e` for what an event is about; the same as `eventSubject`. */
const subject = `coalesce(${SUBJECT_FIELDS.map(({ field, port }) =>
  port === undefined
    ? eventColumn(field, 'activity')
    : `${eventColumn(field, 'activity')} || coalesce(':' || ${eventColumn(port, 'activity')}, '')`,
).join(', ')}, '')`;

/** The first `cap` things that each process in temp table `wanted` did, by process and time. */
export function wantedActivity(database: Database, cap: number): Promise<ProcessActivity[]> {
  return query<ProcessActivity>(
    database,
    `SELECT p.rid, p.total, epoch_us(e."@timestamp") AS time, ${CATEGORY} AS category, e."event.action" AS action, ${subject} AS subject ` +
      `FROM (${placed('activity', DONE)} QUALIFY place <= ${Math.trunc(cap)}) p JOIN flat.activity e ON e.rowid = p."row" ORDER BY p.rid, p.place`,
  );
}

/** How much each process in temp table `wanted` did, by category. */
export async function wantedActivityCounts(database: Database): Promise<Map<number, Record<string, number>>> {
  const rows = await query<{ rid: number; category: string; records: number }>(
    database,
    `SELECT e.process_rid AS rid, ${CATEGORY} AS category, count(*) AS records FROM flat.activity e JOIN wanted w ON w.rid = e.process_rid WHERE ${DONE} GROUP BY ALL ORDER BY rid, category`,
  );
  const counts = new Map<number, Record<string, number>>();
  for (const { rid, category, records } of rows) {
    const known = counts.get(rid) ?? {};
    counts.set(rid, known);
    known[category] = records;
  }
  return counts;
}
