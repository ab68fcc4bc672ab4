import { type Database, execute } from '../database.ts';
import { eventColumn } from '../schema.ts';

/**
 * Numbers every distinct pair of `process.name` and `process.parent.name`, as rules read them, in `flat.name_pairs`, and
 * each event by its pair: a rule on names is then decided once a pair, and an integer finds its events.
 */
export async function numberNamePairs(database: Database): Promise<void> {
  const names = `${eventColumn('process.name')} AS name, ${eventColumn('process.parent.name')} AS parent_name`;
  await execute(database, 'DELETE FROM flat.name_pairs');
  await execute(
    database,
    `INSERT INTO flat.name_pairs SELECT row_number() OVER (ORDER BY name, parent_name), name, parent_name, events FROM (SELECT ${names}, count(*) AS events FROM flat.events e GROUP BY ALL)`,
  );
  await execute(
    database,
    `UPDATE flat.events SET name_pair = p.name_pair FROM (SELECT e.rowid AS event, ${names} FROM flat.events e) n JOIN flat.name_pairs p ON p.name IS NOT DISTINCT FROM n.name AND p.parent_name IS NOT DISTINCT FROM n.parent_name WHERE events.rowid = n.event`,
  );
}
