import type { EventQuery } from '../eql/ast.ts';
import { compilePrefilter } from '../eql/sql.ts';
import { CLICKHOUSE, clickhouseText } from '../eql/sql-clickhouse.ts';
import type { EventScope } from '../store/event-rows.ts';
import { type Cost, download } from './ask.ts';
import type { Shard } from './connect.ts';
import type { ClusterEvents } from './events.ts';
import { type Slice, slicesOf } from './slices.ts';

/** A query that is put to events; lineage conditions ask about the whole cluster, whatever the scope. */
export interface Asked {
  readonly query: EventQuery;
  readonly scoped: boolean;
}

/** Characters of conditions that one statement has at most. */
const LONGEST = 300_000;

const MOMENT_ZERO = "toDateTime64(0, 6, 'UTC')";

const moment = (microseconds: number): string => `fromUnixTimestamp64Micro(toInt64(${microseconds}), 'UTC')`;

/** SQL for the events of a scope, as `readEvents` has it in a case. */
function scopeSql({ from, to, host }: EventScope): string {
  const conditions: string[] = [];
  // `time` can be looked up by ranges; it stands in 1970 where a record has none that it could hold.
  if (from !== undefined)
    conditions.push(
      `(time >= ${moment(from * 1000)} OR time = ${MOMENT_ZERO}) AND coalesce(intDiv(timestamp, 1000) >= ${from}, FALSE)`,
    );
  if (to !== undefined)
    conditions.push(
      `(time < ${moment((to + 1) * 1000)} OR time = ${MOMENT_ZERO}) AND coalesce(intDiv(timestamp, 1000) <= ${to}, FALSE)`,
    );
  if (host !== undefined)
    conditions.push(
      `host IN (SELECT host FROM hosts WHERE lowerUTF8(${clickhouseText(host)}) IN (lowerUTF8(coalesce(id, '')), lowerUTF8(name), splitByChar('.', lowerUTF8(name))[1]))`,
    );
  return conditions.length === 0 ? 'TRUE' : `(${conditions.join(' AND ')})`;
}

/** Conditions of all queries, joined into as few as a statement can hold. */
function conditionsOf(asked: readonly Asked[], events: ClusterEvents, scope: EventScope): string[] {
  const within = scopeSql(scope);
  const each = new Set(
    asked.map(({ query, scoped }) => {
      const filter = compilePrefilter(
        query,
        (field, folded) => (folded ? CLICKHOUSE.fold(events.column(field)) : events.column(field)),
        CLICKHOUSE,
      );
      return scoped && within !== 'TRUE' ? `(${within} AND ${filter})` : filter;
    }),
  );
  const joined: string[] = [];
  for (const condition of each) {
    const last = joined.at(-1);
    if (last !== undefined && last.length + condition.length < LONGEST)
      joined[joined.length - 1] = `${last} OR ${condition}`;
    else joined.push(condition);
  }
  return joined;
}

/** What a look for candidates is told of as it goes. */
export interface CandidateHooks {
  readonly onSlice?: ((slice: Slice, done: number, of: number) => void) | undefined;
  /** Whether to go on without a slice whose error this is. */
  readonly lenient: (error: unknown) => boolean;
}

/**
 * Writes the events of a shard of which some query may be true to Parquet files, slice by slice of time; a slice looks at
 * about `sliceEvents` of them.
 */
export async function downloadCandidates(
  shard: Shard,
  events: ClusterEvents,
  asked: readonly Asked[],
  scope: EventScope,
  sliceEvents: number,
  next: () => string,
  cost: Cost,
  { onSlice, lenient }: CandidateHooks,
): Promise<string[]> {
  const conditions = conditionsOf(asked, events, scope);
  const whole = asked.some(({ scoped }) => !scoped);
  const within = whole ? 'TRUE' : scopeSql(scope);
  const files: string[] = [];
  let slices: Slice[] = [];
  try {
    slices = await slicesOf(shard, events.from, sliceEvents, within);
  } catch (error) {
    if (!lenient(error)) throw error;
  }
  for (const [index, slice] of slices.entries()) {
    onSlice?.(slice, index, slices.length);
    for (const condition of conditions) {
      const file = next();
      try {
        await download(
          shard,
          describe(slice),
          `SELECT ${events.columns} FROM ${events.from} AS e WHERE e.time >= ${moment(slice.from)} AND e.time < ${moment(slice.to)} AND (${condition})`,
          file,
          cost,
        );
        files.push(file);
      } catch (error) {
        if (!lenient(error)) throw error;
      }
    }
  }
  return files;
}

const iso = (microseconds: number): string => new Date(microseconds / 1000).toISOString();

const describe = ({ from, to }: Slice): string => `events from ${iso(from)} to ${iso(to)}`;
