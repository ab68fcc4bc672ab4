import type { Source } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import type { OpenedFile } from './scan.ts';

/** Keeps what the records of a detected file that are no events say of names. */
export async function insertNames(
  database: Database,
  file: OpenedFile,
  sourceId: number,
  sources: readonly Source[],
): Promise<void> {
  const shapes = await query<{ shape: number }>(
    database,
    'SELECT DISTINCT shape FROM detected WHERE variant IS NULL AND shape IS NOT NULL ORDER BY shape',
  );
  for (const { shape } of shapes) {
    const source = sources[shape];
    if (source?.names === undefined) continue;
    const reader = file.reader();
    const { told, hostId, hostName, userId, userName } = source.names(reader);
    const isOne = source.recognises(reader);
    await execute(
      database,
      `INSERT INTO flat.names SELECT ${sourceId}, ${told}, ${hostId}, ${hostName}, ${userId}, ${userName} FROM (${reader.select()}) WHERE NOT bad AND ${isOne}`,
    );
  }
}
