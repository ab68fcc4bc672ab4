import { type Database, execute } from '../database.ts';
import { EVENT_TABLES } from '../schema.ts';

const of = (table: string): string =>
  `SELECT source_id, "host.id" AS id, "host.name" AS name, lower("winlog.computer_name") AS computer FROM flat.${table} WHERE source_id IN (FROM fresh)`;

/**
 * Leaves the files that no link has seen in temp table `fresh`, and keeps by which ids and names their events call hosts;
 * `computer` is the one that Windows itself wrote the record on.
 */
export async function gatherHostNames(database: Database): Promise<void> {
  await execute(
    database,
    'CREATE OR REPLACE TEMP TABLE fresh AS SELECT source_id FROM flat.sources ANTI JOIN flat.linked USING (source_id)',
  );
  await execute(
    database,
    `INSERT INTO flat.host_names SELECT source_id, id, lower(name), min(name), computer FROM (${EVENT_TABLES.map(of).join(' UNION ALL ')}) GROUP BY source_id, id, lower(name), computer ORDER BY ALL`,
  );
}
