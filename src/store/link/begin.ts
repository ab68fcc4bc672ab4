import { type Database, execute, query } from '../database.ts';
import { unlinkedFiles } from '../sources.ts';

/** Whether there is nothing to link: no file that no link has seen, and times are to be read as then. */
export async function isLinked(database: Database, clockRepair: boolean): Promise<boolean> {
  return (await unlinkedFiles(database)) === 0 && (await linkedWith(database)) === clockRepair;
}

/** Whether the last link corrected clocks; undefined before the first. */
export async function linkedWith(database: Database): Promise<boolean | undefined> {
  const [options] = await query<{ clock_repair: boolean }>(database, 'FROM flat.link_options');
  return options?.clock_repair;
}

/** What a link takes from earlier ones. */
const KEPT = ['linked', 'host_names', 'host_map', 'hosts', 'source_kinds', 'source_fields'] as const;

/** Forgets that anything was linked, so that the next link is of the whole case. */
export async function forgetLinks(database: Database): Promise<void> {
  for (const table of KEPT) await execute(database, `DELETE FROM flat.${table}`);
}

/** Notes that every file of the case is linked, and how. */
export async function noteLinked(database: Database, clockRepair: boolean): Promise<void> {
  await execute(database, 'INSERT INTO flat.linked SELECT source_id FROM fresh ORDER BY source_id');
  await execute(database, 'DELETE FROM flat.link_options');
  await execute(database, `INSERT INTO flat.link_options VALUES (${clockRepair})`);
}
