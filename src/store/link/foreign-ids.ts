import { MERGE_TOLERANCE_MS } from '../../model/link.ts';
import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';
import { imageName, imageOf } from './image.ts';
import type { Scope } from './scope.ts';

/** SQL for what an entity id itself carries of its process, NULL where it carries none: a TIMESTAMP, a BIGINT. */
export interface IdFacts {
  readonly start: (id: string) => string;
  readonly pid: (id: string) => string;
}

/** SQL for whether a start is the one that a record tells of, or an id, which has whole seconds. */
export const sameStart = (start: string, told: string): string =>
  `${start} BETWEEN ${told} - INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND AND ${told} + INTERVAL ${2 * MERGE_TOLERANCE_MS} MILLISECOND`;

/** SQL for the number of a stretch of time as long as a start may be off: what is near lies in the same or the next. */
const slot = (time: string): string => `epoch_ms(${time}) // ${3 * MERGE_TOLERANCE_MS}`;

/**
 * SQL for the processes (`rid`) with a start that other logs know by other ids: `rows` are ids (`host_rid`, `entity_id`)
 * with the log that has them (`source`), the pid, the start and the file name of the process; where no name is told, pid and
 * start do. A process that the log itself saw start has its id.
 */
export const twinsOf = (rows: string): string =>
  `SELECT r.host_rid, r.entity_id, arg_min(n.rid, (abs(epoch(n.start - r.start)), n.rid)) AS rid FROM (SELECT *, unnest([${slot('start')} - 1, ${slot('start')}, ${slot('start')} + 1]) AS slot FROM (${rows})) r ` +
  `JOIN (SELECT *, ${slot('start')} AS slot FROM node) n ON n.host_rid = r.host_rid AND n.pid = r.pid AND n.slot = r.slot ` +
  `ANTI JOIN member m ON m.leader = n.leader AND m.family = r.source WHERE ${sameStart('n.start', 'r.start')} AND coalesce(${imageName('n.image')} = lower(r.name), true) GROUP BY ALL`;

const naming = (table: string, of: 'process' | 'process.parent', condition: string): string =>
  `SELECT host_rid, source, "${of}.entity_id" AS entity_id, "${of}.pid" AS pid, "${of}.start" AS start, ${imageName(imageOf(`"${of}.executable"`))} AS name FROM flat.${table} SEMI JOIN several USING (host_rid) WHERE ${condition} AND "${of}.entity_id" IS NOT NULL AND "${of}.pid" IS NOT NULL`;

/** Adds to `alias` the ids that one log gives to processes of which another log saw the start. */
export async function recogniseIds(database: Database, inId: IdFacts, scope: Scope): Promise<void> {
  await execute(
    database,
    `INSERT INTO alias WITH several AS MATERIALIZED (SELECT host_rid FROM (${EVENT_TABLES.map((table) => `SELECT DISTINCT host_rid, source FROM flat.${table} t WHERE ${scope.has('t')}`).join(' UNION ')}) GROUP BY host_rid HAVING count(*) > 1), ` +
      `named AS (SELECT host_rid, source, entity_id, min(pid) AS pid, min(start) AS start, min(name) AS name FROM (${naming('events', 'process', "kind = 'end'")} UNION ALL ${naming('events', 'process.parent', "kind <> 'end'")} UNION ALL ${naming('activity', 'process', 'true')}) n ANTI JOIN alias USING (host_rid, entity_id) GROUP BY ALL) ` +
      twinsOf(`SELECT * REPLACE (coalesce(start, ${inId.start('entity_id')}) AS start) FROM named`),
  );
}
