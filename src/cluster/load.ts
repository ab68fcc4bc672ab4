import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clickhouseText } from '../eql/sql-clickhouse.ts';
import { InputError } from '../model/errors.ts';
import { type Database, execute, query } from '../store/database.ts';
import { literal } from '../store/quote.ts';
import { unlinkedFiles } from '../store/sources.ts';
import { ask, command, upload } from './ask.ts';
import { type CasePart, caseParts, writtenColumns } from './case-parts.ts';
import type { Shard } from './connect.ts';
import { deleteRows } from './delete-rows.ts';
import { persist } from './retry.ts';
import { CLUSTER_TABLES, type ClusterTable, TABLE_NAMES } from './tables.ts';

/** What a load did. */
export interface LoadReport {
  readonly load: string;
  /** Batches that were sent, and those that an earlier try had sent. */
  readonly sent: number;
  readonly found: number;
  /** Rows by table of those that were sent. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Hooks and choices of a load. */
export interface LoadOptions {
  /** A folder for temporary files. */
  readonly tempDir: string;
  /** Take away loads that hold some of the same exports first. */
  readonly replace?: boolean | undefined;
  readonly onBatch?: ((part: string, done: number, of: number) => void) | undefined;
}

/** The part of `loads` that says that all of a load is there. */
export const ALL = '(all)';

/** What names a load: the contents of all exports that the case was made of. */
async function loadId(database: Database): Promise<string> {
  const sources = await query<{ sha256: string }>(
    database,
    'SELECT sha256 FROM flat.sources ORDER BY sha256, path',
  );
  if (sources.length === 0)
    throw new InputError('the case holds no exports', {
      remedy: 'Ingest some: stemma ingest INPUTS… --case FILE',
    });
  return createHash('sha256')
    .update(sources.map(({ sha256 }) => sha256).join())
    .digest('hex')
    .slice(0, 16);
}

/**
 * Loads a linked case into the tables of a cluster: each host on one shard, in batches that are all there or not. A load
 * that was broken off goes on where it was; one that is whole does nothing.
 * @throws InputError where files of the case are not linked yet, other loads hold some of the same exports, or were shared
 * out over other shards.
 */
export async function loadCase(
  shards: readonly Shard[],
  database: Database,
  options: LoadOptions,
): Promise<LoadReport> {
  const files = await unlinkedFiles(database);
  if (files > 0)
    throw new InputError(
      `${files} ${files === 1 ? 'file of the case is' : 'files of the case are'} not linked yet, since an ingest was stopped`,
      {
        place: database.path,
        remedy: 'Finish it: stemma ingest --case FILE',
      },
    );
  const load = await loadId(database);
  await makeRoom(shards, database, load, options.replace ?? false);
  const parts = await caseParts(database);
  const report = { load, sent: 0, found: 0, rows: {} as Record<string, number> };
  const batches = parts.flatMap((part) =>
    Array.from({ length: Math.ceil(part.end / part.batchSize) }, (_, batch) => ({ part, batch })),
  );
  for (const shard of shards) {
    const known = await knownBatches(shard, load, shards.length);
    for (const [index, { part, batch }] of batches.entries()) {
      options.onBatch?.(part.name, shard.number * batches.length + index, shards.length * batches.length);
      if (known.has(`${part.name} ${batch}`)) {
        report.found += 1;
        continue;
      }
      const rows = await sendBatch(shard, shards.length, database, { load, part, batch }, options.tempDir);
      report.sent += 1;
      report.rows[part.table] = (report.rows[part.table] ?? 0) + rows;
    }
    if (!known.has(`${ALL} 0`)) await book(shard, shards.length, load, ALL, 0, 0);
  }
  return report;
}

async function makeRoom(
  shards: readonly Shard[],
  database: Database,
  load: string,
  replace: boolean,
): Promise<void> {
  const own = await query<{ sha256: string }>(database, 'SELECT DISTINCT sha256 FROM flat.sources');
  const wanted = new Set(own.map(({ sha256 }) => sha256));
  for (const shard of shards) {
    const loaded = await ask<{ load: string; sha256: string; path: string }>(
      shard,
      'what is loaded',
      `SELECT DISTINCT load, sha256, path FROM sources WHERE load <> ${clickhouseText(load)}`,
    );
    const same = loaded.filter(({ sha256 }) => wanted.has(sha256));
    if (same.length === 0) continue;
    const others = [...new Set(same.map((row) => row.load))];
    if (!replace)
      throw new InputError(`${same[0]?.path} is loaded already, in load ${same[0]?.load}`, {
        place: shard.name,
        remedy:
          'What comes twice would be counted twice. Load a case of the new exports alone, or take the old load away first with --replace.',
      });
    for (const other of others) await removeLoad(shard, other);
  }
}

/** Takes all rows of a load away, the books last. */
export async function removeLoad(shard: Shard, load: string): Promise<void> {
  const where = `load = ${clickhouseText(load)}`;
  for (const table of [...TABLE_NAMES.filter((name) => name !== 'loads'), 'loads'] as const)
    await persist(shard, `removing load ${load}`, () => deleteRows(shard, table, where));
}

async function knownBatches(shard: Shard, load: string, shards: number): Promise<Set<string>> {
  const rows = await ask<{ part: string; batch: number; shard: number; shards: number }>(
    shard,
    'what is loaded',
    `SELECT part, batch, shard, shards FROM loads WHERE load = ${clickhouseText(load)}`,
  );
  const other = rows.find((row) => row.shard !== shard.number || row.shards !== shards);
  if (other !== undefined)
    throw new InputError(
      `load ${load} was begun with ${other.shards} shard${other.shards === 1 ? '' : 's'}, where this was number ${other.shard + 1}`,
      { place: shard.name, remedy: 'Give the same addresses in the same order.' },
    );
  return new Set(rows.map(({ part, batch }) => `${part} ${batch}`));
}

interface Batch {
  readonly load: string;
  readonly part: CasePart;
  readonly batch: number;
}

/** SQL of a case for whether a host is kept on a shard: by a hash that every version of every engine has. */
const isOn = (shard: Shard, shards: number): string =>
  `('0x' || md5(h.host_key)[1:8])::UBIGINT % ${shards} = ${shard.number}`;

/** Sends a batch, unless nothing is in it. What an earlier try may have left of it is taken away first. */
async function sendBatch(
  shard: Shard,
  shards: number,
  database: Database,
  { load, part, batch }: Batch,
  tempDir: string,
): Promise<number> {
  const file = join(tempDir, `batch-${shard.number}.parquet`);
  const table: ClusterTable = CLUSTER_TABLES[part.table];
  const from = batch * part.batchSize;
  const rowsOf = part.select(
    from,
    Math.min(from + part.batchSize, part.end),
    table.shardBy === undefined ? 'TRUE' : isOn(shard, shards),
  );
  await execute(
    database,
    `COPY (SELECT ${literal(load)} AS load, ${batch} AS batch, * FROM (${rowsOf})) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const [counted] = await query<{ rows: number }>(
    database,
    `SELECT count(*) AS rows FROM read_parquet(${literal(file)})`,
  );
  const rows = counted?.rows ?? 0;
  const what = `${part.name}, batch ${batch + 1} of load ${load}`;
  const sign = part.name === 'activity' ? ' AND event < 0' : part.name === 'events' ? ' AND event >= 0' : '';
  const where = `load = ${clickhouseText(load)} AND batch = ${batch}${sign}`;
  if (rows > 0)
    await persist(shard, what, async () => {
      const there = await countRows(shard, part.table, where);
      if (there === rows) return;
      if (there > 0) await deleteRows(shard, part.table, where);
      await upload(shard, part.table, writtenColumns(part), file);
      const now = await countRows(shard, part.table, where);
      if (now !== rows) throw new Error(`${now} of ${rows} rows arrived`);
    });
  await book(shard, shards, load, part.name, batch, rows);
  await rm(file, { force: true });
  return rows;
}

async function countRows(shard: Shard, table: string, where: string): Promise<number> {
  const result = await shard.client.query({
    query: `SELECT count() AS n FROM ${table} WHERE ${where}`,
    format: 'JSONEachRow',
  });
  return Number((await result.json<{ n: string }>())[0]?.n ?? 0);
}

const book = (
  shard: Shard,
  shards: number,
  load: string,
  part: string,
  batch: number,
  rows: number,
): Promise<void> =>
  command(
    shard,
    `the books of load ${load}`,
    `INSERT INTO loads SELECT ${clickhouseText(load)}, ${clickhouseText(part)}, ${batch}, ${rows}, ${shard.number}, ${shards}, now()`,
  );
