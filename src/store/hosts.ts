import { type Database, query } from './database.ts';

/** A host of a linked case, and whether the asked name means it. */
export interface HostMatch {
  readonly id: string | null;
  readonly name: string;
  readonly matches: boolean | null;
}

/** Every host by name, held against a name: an id, a name or the first label of one, in any letter case. */
export function matchHosts(database: Database, host: string): Promise<HostMatch[]> {
  return query<HostMatch>(
    database,
    "SELECT id, name, lower($host) IN (lower(id), lower(name), split_part(lower(name), '.', 1)) AS matches FROM flat.hosts ORDER BY name, id",
    { host },
  );
}
