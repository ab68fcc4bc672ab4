import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Shard } from './connect.ts';
import { persist } from './retry.ts';
import { quoted } from './tables.ts';

/** What a query read on the server, added up over queries. */
export interface Cost {
  queries: number;
  rows: number;
  bytes: number;
}

/** Runs a statement without a result. */
export function command(shard: Shard, what: string, query: string): Promise<void> {
  return persist(shard, what, async () => {
    await shard.client.command({ query });
  });
}

/** Runs a query of few rows. */
export function ask<RowOf>(shard: Shard, what: string, query: string): Promise<RowOf[]> {
  return persist(shard, what, () => read<RowOf>(shard, query));
}

async function read<RowOf>(shard: Shard, query: string, session?: string): Promise<RowOf[]> {
  const result = await shard.client.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    ...(session === undefined ? {} : { session_id: session }),
  });
  return result.json<RowOf>();
}

/** Writes the rows of a query to a Parquet file. */
export function download(shard: Shard, what: string, query: string, file: string, cost: Cost): Promise<void> {
  return persist(shard, what, () => fetchTo(shard, query, file, cost));
}

async function fetchTo(
  shard: Shard,
  query: string,
  file: string,
  cost: Cost,
  session?: string,
): Promise<void> {
  const { stream, summary } = await shard.client.exec({
    query: `${query} FORMAT Parquet`,
    ...(session === undefined ? {} : { session_id: session }),
  });
  await pipeline(stream, createWriteStream(file));
  cost.queries += 1;
  cost.rows += Number(summary?.read_rows ?? 0);
  cost.bytes += Number(summary?.read_bytes ?? 0);
}

/** Inserts the rows of a Parquet file, whose columns are named. Not tried again: what came of it has to be looked at first. */
export async function upload(
  shard: Shard,
  table: string,
  columns: readonly string[],
  file: string,
): Promise<void> {
  const { stream } = await shard.client.exec({
    query: `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) FORMAT Parquet`,
    values: createReadStream(file),
  });
  for await (const _ of stream);
}

/** A key of a process: its host and its id. */
export interface ProcessKey {
  readonly host: string;
  readonly id: string;
}

/** Keys that are sent at once. */
const KEYS = 100_000;

/**
 * Asks about some processes, whose keys stand in a temporary table of a session: `query` is given its name. A session
 * that is lost with its connection is begun anew.
 */
async function withKeys<T>(
  shard: Shard,
  what: string,
  keys: readonly ProcessKey[],
  work: (table: string, session: string) => Promise<T>,
): Promise<T> {
  return persist(shard, what, async () => {
    const session = randomUUID();
    const table = `wanted_${session.replaceAll('-', '')}`;
    const run = (query: string) => shard.client.command({ query, session_id: session });
    await run(`CREATE TEMPORARY TABLE ${table} (host String, id String) ENGINE = Memory`);
    await shard.client.insert({ table, values: [...keys], format: 'JSONEachRow', session_id: session });
    const result = await work(table, session);
    await run(`DROP TABLE ${table}`);
    return result;
  });
}

function* portions(keys: readonly ProcessKey[]): Generator<readonly ProcessKey[]> {
  for (let from = 0; from < keys.length; from += KEYS) yield keys.slice(from, from + KEYS);
}

/** The rows of a query about some processes; it is given the name of a table of their keys. */
export async function askAbout<RowOf>(
  shard: Shard,
  what: string,
  keys: readonly ProcessKey[],
  query: (table: string) => string,
): Promise<RowOf[]> {
  const rows: RowOf[] = [];
  for (const portion of portions(keys))
    for (const row of await withKeys(shard, what, portion, (table, session) =>
      read<RowOf>(shard, query(table), session),
    ))
      rows.push(row);
  return rows;
}

/** Writes the rows of a query about some processes to Parquet files, whose names `next` gives. */
export async function downloadAbout(
  shard: Shard,
  what: string,
  keys: readonly ProcessKey[],
  query: (table: string) => string,
  next: () => string,
  cost: Cost,
): Promise<string[]> {
  const files: string[] = [];
  for (const portion of portions(keys)) {
    const file = next();
    await withKeys(shard, what, portion, (table, session) =>
      fetchTo(shard, query(table), file, cost, session),
    );
    files.push(file);
  }
  return files;
}
