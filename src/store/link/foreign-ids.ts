import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { imageKey, imageName } from './image.ts';

/** An id carries its start in whole seconds, or the record in milliseconds. */
const EARLY = `INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND`;
const LATE = `INTERVAL ${2 * MERGE_TOLERANCE_MS} MILLISECOND`;

/** SQL for whether a start is the one that a record or an id tells of. */
export const sameStart = (start: string, told: string): string =>
  `${start} BETWEEN ${told} - ${EARLY} AND ${told} + ${LATE}`;

const naming = (table: string, of: 'process' | 'process.parent', condition: string): string =>
  `SELECT host_rid, "${of}.entity_id" AS entity_id, "${of}.pid" AS pid, "${of}.start" AS start, ${imageKey(`"${of}.executable"`)} AS image FROM flat.${table} SEMI JOIN several USING (host_rid) WHERE ${condition} AND "${of}.entity_id" IS NOT NULL AND "${of}.pid" IS NOT NULL`;

/**
 * Adds to `alias` the ids that one log gives to processes of which another log saw the start: same host and pid, and the
 * start that the record or the id itself tells, and no other image.
 */
export async function recogniseIds(
  database: Database,
  placeholderStart: (id: string) => string,
): Promise<void> {
  await execute(
    database,
    `INSERT INTO alias WITH several AS MATERIALIZED (SELECT host_rid FROM (${EVENT_TABLES.map((table) => `SELECT DISTINCT host_rid, source FROM flat.${table}`).join(' UNION ')}) GROUP BY host_rid HAVING count(*) > 1), ` +
      `named AS (SELECT host_rid, entity_id, min(pid) AS pid, min(start) AS start, min(image) AS image FROM (${naming('events', 'process', "kind = 'end'")} UNION ALL ${naming('events', 'process.parent', "kind <> 'end'")} UNION ALL ${naming('activity', 'process', 'true')}) n ANTI JOIN alias USING (host_rid, entity_id) GROUP BY ALL), ` +
      `placed AS (SELECT * REPLACE (coalesce(start, ${placeholderStart('entity_id')}) AS start) FROM named) ` +
      `SELECT p.host_rid, p.entity_id, arg_min(n.rid, (abs(epoch(n.start - p.start)), n.rid)) FROM placed p JOIN node n ON n.host_rid = p.host_rid AND n.pid = p.pid ` +
      `WHERE ${sameStart('n.start', 'p.start')} AND coalesce(${imageName('n.image')} = ${imageName('p.image')}, true) GROUP BY ALL`,
  );
}
