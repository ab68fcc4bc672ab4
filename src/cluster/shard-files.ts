import { join } from 'node:path';
import type { Shard } from './connect.ts';
import { columnsOf, quoted, type TableName } from './tables.ts';

/** A table that a case is made of. */
export type CaseTable = Exclude<TableName, 'loads'>;

/** Parquet files of rows that came from a cluster, by the table that they are of. A row may stand in several. */
export type Gathered = Readonly<Record<CaseTable, readonly string[]>>;

/** The files of one shard, by the table that they are of. */
export class ShardFiles {
  readonly files: Record<CaseTable, string[]> = {
    sources: [],
    hosts: [],
    events: [],
    processes: [],
    links: [],
    conflicts: [],
  };
  #count = 0;
  readonly #folder: string;
  readonly #shard: Shard;

  constructor(folder: string, shard: Shard) {
    this.#folder = folder;
    this.#shard = shard;
  }

  /** Forgets what came: a part of what an alert tells would be worse than none of it. */
  clear(): void {
    for (const paths of Object.values(this.files)) paths.length = 0;
  }

  /** Names a file that is none yet. */
  readonly next = (): string => join(this.#folder, `${this.#shard.number}-${this.#count++}.parquet`);
}

/** What a table is selected with. */
export const selectAll = (table: TableName): string =>
  `SELECT ${columnsOf(table)
    .filter(({ name }) => name !== 'batch')
    .map(({ name }) => quoted(name))
    .join(', ')} FROM ${table}`;

/** The files of all shards. */
export function mergeFiles(parts: readonly ShardFiles[]): Gathered {
  const all = (table: CaseTable): string[] => parts.flatMap(({ files }) => files[table]);
  return {
    sources: all('sources'),
    hosts: all('hosts'),
    events: all('events'),
    processes: all('processes'),
    links: all('links'),
    conflicts: all('conflicts'),
  };
}
