import { type Database, execute, query } from '../../src/store/database.ts';
import { linkProcesses } from '../../src/store/link.ts';
import { identifier } from '../../src/store/quote.ts';
import { EVENT_TABLES, TABLE_FIELDS } from '../../src/store/schema.ts';

/** What is taken from a case, beside every id, before it is linked again. */
export interface Hidden {
  /** What records say of a parent but its pid. */
  readonly names?: boolean;
  readonly ends?: boolean;
  /** SQL over alias `e` for the records of processes that are taken out. */
  readonly records?: string;
}

/** What became of some children: those of one method and confidence, whose true parent's start is or is not in the case. */
export interface Outcome {
  readonly parentSeen: boolean;
  /** Tied to its true parent, to another process that was seen, or to none such. */
  readonly outcome: 'right' | 'wrong' | 'open';
  /** NULL where there is no link at all. */
  readonly method: string | null;
  readonly confidence: number | null;
  readonly children: number;
}

/** Fields that say which process is meant, and the parent's start, which comes from its id. */
const IDS = /entity_id$|\.ancestry$|^process\.parent\.start$/;
const NAMES = /^process\.parent\.(?!entity_id|pid|start)/;

/**
 * Keeps in tables of the case which process each record of a start is of (`owner`), and which parent an id tells of each
 * process (`truth`), and returns for how many. Records go by file and number: to hide a list moves the rows.
 */
export async function rememberTruth(database: Database): Promise<number> {
  await execute(
    database,
    `CREATE TABLE owner AS SELECT e.source_id, e.record, e.process_rid AS rid FROM flat.events e WHERE e.kind <> 'end'`,
  );
  await execute(
    database,
    `CREATE TABLE truth AS SELECT l.child_rid AS rid, l.parent_rid FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid WHERE (l.method = 'entity_id' OR l.method = 'reported') AND NOT starts_with(p.entity_id, 'syn:')`,
  );
  const [known] = await query<{ children: number }>(database, 'SELECT count(*) AS children FROM truth');
  return known?.children ?? 0;
}

/** Links the case anew without ids and what else is hidden: by pid and time alone. */
export async function linkBlind(database: Database, hidden: Hidden = {}): Promise<void> {
  for (const table of EVENT_TABLES) {
    const fields = TABLE_FIELDS[table].filter(
      (field) => IDS.test(field) || (hidden.names === true && NAMES.test(field)),
    );
    await execute(
      database,
      `UPDATE flat.${table} SET ${fields.map((field) => `${identifier(field)} = NULL`).join(', ')}`,
    );
  }
  await execute(database, 'UPDATE flat.events SET aside = NULL');
  if (hidden.ends === true) await execute(database, `DELETE FROM flat.events WHERE kind = 'end'`);
  if (hidden.records !== undefined)
    await execute(database, `DELETE FROM flat.events e WHERE ${hidden.records}`);
  await linkProcesses(
    database,
    { start: () => 'NULL::TIMESTAMP', pid: () => 'NULL::BIGINT' },
    { anew: true },
  );
}

/** Compares the links with the truth in tables `owner` and `truth`; leaves a row for each child in temp table `judged`. */
export async function judge(database: Database): Promise<Outcome[]> {
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE judged AS WITH told AS (SELECT o.rid, e.rowid AS event, e.process_rid FROM owner o JOIN flat.events e USING (source_id, record)), ` +
      `child AS (SELECT t.rid, t.parent_rid, min(event) AS event, arg_min(process_rid, event) AS process_rid FROM truth t JOIN told USING (rid) GROUP BY ALL), ` +
      `same AS (SELECT DISTINCT process_rid, rid FROM told) ` +
      `SELECT c.event, c.parent_rid IN (SELECT rid FROM told) AS parent_seen, l.parent_rid AS chosen, l.method, l.confidence, ` +
      `CASE WHEN (l.parent_rid, c.parent_rid) IN (FROM same) THEN 'right' WHEN l.parent_rid IN (SELECT process_rid FROM told) THEN 'wrong' ELSE 'open' END AS outcome ` +
      `FROM child c LEFT JOIN flat.links l ON l.child_rid = c.process_rid`,
  );
  return query<Outcome & { method: string | null }>(
    database,
    'SELECT parent_seen AS parentSeen, outcome, method, confidence, count(*) AS children FROM judged GROUP BY ALL ORDER BY ALL',
  );
}
