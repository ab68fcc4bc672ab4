import { type Database, query } from './database.ts';

/** Content (SHA-256) that the case holds, with the path that it was loaded from. */
export async function loadedContent(database: Database): Promise<Map<string, string>> {
  const rows = await query<{ sha256: string; path: string }>(
    database,
    'SELECT sha256, path FROM flat.sources ORDER BY source_id',
  );
  return new Map(rows.map((row) => [row.sha256, row.path]));
}

/** The id that the next file of the case gets. */
export async function nextSourceId(database: Database): Promise<number> {
  const [row] = await query<{ id: number }>(
    database,
    'SELECT coalesce(max(source_id), 0) + 1 AS id FROM flat.sources',
  );
  return row?.id ?? 1;
}
