import { join } from 'node:path';
import { InputError } from '../model/errors.ts';
import { type Database, openDatabase, query } from '../store/database.ts';
import type { EventScope } from '../store/event-rows.ts';
import { want } from '../store/processes.ts';
import { literal } from '../store/quote.ts';
import { type Cost, download, type ProcessKey } from './ask.ts';
import { type Asked, downloadCandidates } from './candidates.ts';
import type { Shard } from './connect.ts';
import type { ClusterEvents } from './events.ts';
import { fillCase } from './fill-case.ts';
import { withAncestors } from './frontier.ts';
import { tolerant } from './retry.ts';
import { mergeFiles, ShardFiles, selectAll } from './shard-files.ts';
import type { Slice } from './slices.ts';
import { downloadProcesses, downloadSurroundings, type Hit } from './surroundings.ts';

/** What is asked of a cluster. */
export interface GatherOptions {
  readonly events: ClusterEvents;
  readonly asked: readonly Asked[];
  readonly scope: EventScope;
  /** Events that one query looks at. */
  readonly sliceEvents: number;
  /** Candidates beyond which the rules are too wide to be decided here. */
  readonly mostCandidates: number;
  /** A folder for what comes. */
  readonly tempDir: string;
  /** Makes a case at a path. */
  readonly open: (path: string) => Promise<Database>;
  /** Where the case is made; one in `tempDir` by default. */
  readonly casePath?: string | undefined;
  /** Go on without what does not come. */
  readonly allowPartial?: boolean | undefined;
  /** The processes that events of which a rule is true are of, among those in a case. */
  readonly findHits: (database: Database) => Promise<Iterable<number>>;
  /** Names in lower case of programs of which one at a time runs on a host. */
  readonly singles: readonly string[];
  readonly onSlice?: ((shard: Shard, slice: Slice, done: number, of: number) => void) | undefined;
}

/** A case made of what came from a cluster. */
export interface GatheredCase {
  readonly database: Database;
  /** What did not come. */
  readonly missing: readonly string[];
  readonly cost: Cost;
  readonly candidates: number;
}

/**
 * Brings the part of a cluster that a hunt needs into a case: candidates slice by slice, then, of those that the exact
 * predicates keep, the chains, what stands around them and what was done to them.
 * @throws MissingSlice where something does not come, unless that is allowed.
 */
export async function gather(shards: readonly Shard[], options: GatherOptions): Promise<GatheredCase> {
  const cost: Cost = { queries: 0, rows: 0, bytes: 0 };
  const missing: string[] = [];
  const lenient = tolerant(missing, options.allowPartial);
  const each = <T>(work: (shard: Shard, index: number) => Promise<T>): Promise<T[]> =>
    allOf(shards.map(work));

  const parts = shards.map((shard) => new ShardFiles(options.tempDir, shard));
  const found = await each((shard, index) =>
    firstLook(shard, parts[index] as ShardFiles, options, cost, lenient),
  );
  const candidates = found.reduce((sum, { candidates: own }) => sum + own, 0);

  const first = await options.open(join(options.tempDir, 'candidates.duckdb'));
  let hits: Hit[];
  try {
    await fillCase(first, mergeFiles(parts));
    await want(first, new Set(await options.findHits(first)));
    hits = await query<Hit>(
      first,
      'SELECT h.host_key AS host, p.entity_id AS id, p.pid, lower(p.name) AS name FROM wanted w JOIN flat.processes p USING (rid) JOIN flat.hosts h USING (host_rid) ORDER BY p.rid',
    );
  } finally {
    first.close();
  }
  await each(async (shard, index) => {
    const own = hits.filter(({ host }) => found[index]?.hosts.has(host));
    try {
      const ancestors = await withAncestors(shard, options.events.loads, own);
      await downloadSurroundings(shard, parts[index] as ShardFiles, own, ancestors, options, cost);
    } catch (error) {
      if (!lenient(error)) throw error;
      parts[index]?.clear();
    }
  });
  const database = await options.open(options.casePath ?? join(options.tempDir, 'case.duckdb'));
  try {
    await fillCase(database, mergeFiles(parts));
  } catch (error) {
    database.close();
    throw error;
  }
  return { database, missing: missing.sort(), cost, candidates };
}

/** Candidates, their ancestors, and the hosts and files that they are of. */
async function firstLook(
  shard: Shard,
  parts: ShardFiles,
  options: GatherOptions,
  cost: Cost,
  lenient: (error: unknown) => boolean,
): Promise<{ readonly candidates: number; readonly hosts: ReadonlySet<string> }> {
  const { files, next } = parts;
  try {
    for (const table of ['sources', 'hosts'] as const) {
      const file = next();
      await download(shard, table, `${selectAll(table)} WHERE ${options.events.loads}`, file, cost);
      files[table].push(file);
    }
    const { events, asked, scope, sliceEvents, onSlice } = options;
    const found = await downloadCandidates(shard, events, asked, scope, sliceEvents, next, cost, {
      onSlice: (slice, done, of) => onSlice?.(shard, slice, done, of),
      lenient,
    });
    files.events.push(...found);
    const { keys, candidates } = await keysOf(found);
    if (candidates > options.mostCandidates)
      throw new InputError(
        `the rules leave ${candidates} events of ${shard.name} for a closer look, more than ${options.mostCandidates}`,
        {
          remedy:
            'Narrow the hunt with --rules, --host, --from or --to, or allow more with --max-candidates.',
        },
      );
    const reached = await withAncestors(shard, events.loads, keys);
    await downloadProcesses(shard, parts, events.loads, reached, cost);
    return { candidates, hosts: new Set(reached.map(({ host }) => host)) };
  } catch (error) {
    if (!lenient(error)) throw error;
    parts.clear();
    return { candidates: 0, hosts: new Set() };
  }
}

/** The processes of downloaded events, and how many events they are. */
async function keysOf(
  files: readonly string[],
): Promise<{ readonly keys: ProcessKey[]; readonly candidates: number }> {
  if (files.length === 0) return { keys: [], candidates: 0 };
  const scratch = await openDatabase(':memory:');
  try {
    const rows = `read_parquet([${files.map(literal).join(', ')}])`;
    const [counted] = await query<{ n: number }>(scratch, `SELECT count(*) AS n FROM ${rows}`);
    const keys = await query<ProcessKey>(
      scratch,
      `SELECT DISTINCT host, process AS id FROM ${rows} WHERE process IS NOT NULL ORDER BY ALL`,
    );
    return { keys, candidates: counted?.n ?? 0 };
  } finally {
    scratch.close();
  }
}

/** Waits for all, also where one fails: none may still write when its folder goes. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
