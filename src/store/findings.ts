import type { ClockFinding } from '../model/clock.ts';
import type { ConflictField } from '../model/conflict.ts';
import type { Findings, MalformedParent } from '../model/ingest-findings.ts';
import { type Database, query, type Row } from './database.ts';

/** Texts in the place of a parent's image that are listed, most frequent first. */
const LISTED_MALFORMED = 20;

/** Reads what linking found of a case's clocks, copies, conflicts and malformed records. */
export async function readFindings(database: Database): Promise<Findings> {
  const clocks = await query<Omit<ClockFinding, 'shift_seconds'> & { least: number; greatest: number }>(
    database,
    'SELECT s.path, h.name AS host, c.least, c.greatest, c.evidence, c.affected, c.repaired FROM flat.clocks c JOIN flat.sources s USING (source_id) JOIN flat.hosts h USING (host_rid) ORDER BY ALL',
  );
  const conflicts = await query<{ field: ConflictField; processes: number }>(
    database,
    'SELECT field, count(DISTINCT rid) AS processes FROM flat.conflicts GROUP BY ALL ORDER BY ALL',
  );
  const [copies] = await query<{ n: number }>(
    database,
    'SELECT coalesce(sum(copies), 0)::BIGINT AS n FROM flat.source_hosts',
  );
  return {
    copies: copies?.n ?? 0,
    clocks: clocks.map(({ least, greatest, ...clock }) => ({ ...clock, shift_seconds: { least, greatest } })),
    conflicts: Object.fromEntries(conflicts.map(({ field, processes }) => [field, processes])),
    malformedParents: await query<MalformedParent & Row>(
      database,
      `SELECT source AS log, aside['parent'] AS written, count(*) AS records FROM flat.events WHERE kind <> 'end' AND copy_of IS NULL AND aside['parent'] IS NOT NULL GROUP BY ALL ORDER BY records DESC, log, written LIMIT ${LISTED_MALFORMED}`,
    ),
  };
}
