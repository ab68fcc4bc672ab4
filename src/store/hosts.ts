import { type Database, query } from './database.ts';

/** SQL, true for rows of `flat.hosts` (alias `h`) that $host means: an id, a name or the first label of one, in any letter case. */
export const IS_HOST = "lower($host) IN (lower(h.id), lower(h.name), split_part(lower(h.name), '.', 1))";

/** A host of a linked case, and whether the asked name means it. */
export interface HostMatch {
  readonly id: string | null;
  readonly name: string;
  readonly matches: boolean | null;
}

/** Every host by name, held against a name by `IS_HOST`. */
export function matchHosts(database: Database, host: string): Promise<HostMatch[]> {
  return query<HostMatch>(
    database,
    `SELECT h.id, h.name, ${IS_HOST} AS matches FROM flat.hosts h ORDER BY h.name, h.id`,
    { host },
  );
}
