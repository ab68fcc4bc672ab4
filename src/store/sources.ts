import { type Database, execute, query } from './database.ts';

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

/**
 * Gives a loaded file the path of another of the same content where that comes first, as when both are met in order;
 * returns whether it does.
 */
export async function nameSource(
  database: Database,
  { sha256, path }: { readonly sha256: string; readonly path: string },
): Promise<boolean> {
  const [twin] = await query<{ source_id: number; path: string }>(
    database,
    'SELECT source_id, path FROM flat.sources WHERE sha256 = $sha256',
    { sha256 },
  );
  if (twin === undefined || twin.path <= path) return false;
  await execute(database, `UPDATE flat.sources SET path = $path WHERE source_id = ${twin.source_id}`, {
    path,
  });
  return true;
}

/** How many files of the case wait for being linked. */
export async function unlinkedFiles(database: Database): Promise<number> {
  const [row] = await query<{ files: number }>(
    database,
    'SELECT count(*) AS files FROM flat.sources ANTI JOIN flat.linked USING (source_id)',
  );
  return row?.files ?? 0;
}
