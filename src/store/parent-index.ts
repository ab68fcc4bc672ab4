import type { DuckDBDataChunk } from '@duckdb/node-api';
import { type Database, query } from './database.ts';

const integers = (chunk: DuckDBDataChunk, column: number): Int32Array =>
  (chunk.getColumnVector(column) as unknown as { items: Int32Array }).items;

/** Parent of each process by rid, -1 where it has none: four bytes a process. */
export async function loadParentIndex(database: Database): Promise<Int32Array> {
  const [size] = await query<{ processes: number }>(
    database,
    'SELECT coalesce(max(rid), -1) + 1 AS processes FROM flat.processes',
  );
  return readParents(database, 'SELECT child_rid, parent_rid FROM flat.links', size?.processes ?? 0);
}

/** The same of `size` processes from any query for two INTEGER columns, child and parent, neither ever NULL. */
export async function readParents(database: Database, sql: string, size: number): Promise<Int32Array> {
  const parentOf = new Int32Array(size).fill(-1);
  const result = await database.connection.stream(sql);
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const children = integers(chunk, 0);
    const parents = integers(chunk, 1);
    for (let row = 0; row < chunk.rowCount; row += 1)
      parentOf[children[row] as number] = parents[row] as number;
  }
  return parentOf;
}
