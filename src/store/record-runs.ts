import { type Database, execute } from './database.ts';
import type { Variant } from './detect.ts';
import { tableOf } from './insert-events.ts';
import { EVENT_TABLES, type EventTable } from './schema.ts';

/**
 * Numbers of a file's records are kept as runs for each table of events, as in `flat.events_runs`: the event with ordinal
 * n, from 0, among the file's events in that table has record number n + shift, by the last run that starts at or before n.
 */
type Run = readonly [ordinal: number, shift: number];

/** Runs for records with the given numbers, or 1, 2, 3, … */
function runsOf(numbers: Float64Array | undefined): Run[] {
  if (numbers === undefined) return [[0, 1]];
  const runs: Run[] = [];
  numbers.forEach((number, index) => {
    if (runs.at(-1)?.[1] !== number - index) runs.push([index, number - index]);
  });
  return runs;
}

const AT_ONCE = 1000;

async function insertRuns(
  database: Database,
  table: string,
  prefix: string,
  runs: readonly Run[],
): Promise<void> {
  for (let at = 0; at < runs.length; at += AT_ONCE) {
    const values = runs.slice(at, at + AT_ONCE).map(([ordinal, shift]) => `(${prefix}${ordinal}, ${shift})`);
    await execute(database, `INSERT INTO ${table} VALUES ${values.join(', ')}`);
  }
}

/** Runs of a file whose records are all events of one table. */
export async function uniformRuns(
  database: Database,
  table: EventTable,
  sourceId: number,
  numbers: Float64Array | undefined,
): Promise<void> {
  await insertRuns(database, `flat.${table}_runs`, `${sourceId}, `, runsOf(numbers));
}

/** Runs of a file of which temp table `detected` says what each record is, among them the events of the variants. */
export async function detectedRuns(
  database: Database,
  variants: readonly Variant[],
  sourceId: number,
  numbers: Float64Array | undefined,
): Promise<void> {
  await execute(database, 'CREATE OR REPLACE TEMP TABLE runs (ordinal BIGINT, shift BIGINT)');
  await insertRuns(database, 'runs', '', runsOf(numbers));
  for (const table of EVENT_TABLES) {
    const own = variants.filter((variant) => tableOf(variant) === table).map(({ number }) => number);
    if (own.length === 0) continue;
    await execute(
      database,
      `INSERT INTO flat.${table}_runs SELECT ${sourceId}, min(event), record - event FROM (` +
        `SELECT row_number() OVER (ORDER BY i) - 1 AS event, i + shift AS record FROM (SELECT rowid AS i FROM detected WHERE variant IN (${own.join(', ')})) ASOF JOIN runs ON i >= ordinal` +
        `) GROUP BY record - event`,
    );
  }
  await execute(database, 'DROP TABLE runs');
}

/** Fills in `record` of the events that were inserted since the last time. Rows lie in the order of their files. */
export async function numberRecords(database: Database): Promise<void> {
  for (const table of EVENT_TABLES)
    await execute(
      database,
      `UPDATE flat.${table} SET record = n.ordinal + r.shift FROM (` +
        `SELECT rowid AS row, source_id, rowid - min(rowid) OVER (PARTITION BY source_id) AS ordinal FROM flat.${table} WHERE record IS NULL` +
        `) n ASOF JOIN flat.${table}_runs r ON r.source_id = n.source_id AND r.ordinal <= n.ordinal WHERE ${table}.rowid = n.row`,
    );
}
