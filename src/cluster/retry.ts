import { setTimeout as pause } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import { InputError } from '../model/errors.ts';
import type { Shard } from './connect.ts';

/** A part of the cluster's answer did not come, however often it was asked for. */
export class MissingSlice extends InputError {
  /** What is missing: shard, and what of it. */
  readonly slice: string;

  constructor(slice: string, cause: unknown) {
    super(`ClickHouse does not answer for ${slice}: ${reasonOf(cause)}`, {
      remedy:
        'Nothing is reported, for alerts of that part would be missing. See to the server, raise --max-seconds, --max-memory or --retry-seconds, or take what there is with --allow-partial.',
      cause,
    });
    this.slice = slice;
  }
}

/** Whether to go on without what an error tells of: a part that does not come, where that is allowed; it is noted then. */
export const tolerant =
  (missing: string[], allowed = false) =>
  (error: unknown): boolean => {
    if (!allowed || !(error instanceof MissingSlice)) return false;
    missing.push(error.slice);
    return true;
  };

/** Errors of the server that pass: timeouts, the network, too much at once. */
const PASSING = new Set(['159', '160', '202', '203', '209', '210', '236', '241', '279', '425', '439', '999']);

/** Errors of the server about who asks. */
const OF_ACCOUNT = new Set(['192', '193', '194', '497', '516']);

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Whether the two sides do not trust each other, which waiting does not change. */
const isDistrust = (error: unknown): boolean => /CERT|_TLS_|SSL|SIGNATURE/.test(codeOf(error));

/** Whether an error is about the connection, and not about what was asked, the disk here or the program. */
const isPassing = (error: unknown): boolean =>
  error instanceof ClickHouseError
    ? PASSING.has(error.code)
    : !(error instanceof InputError || error instanceof TypeError || isDistrust(error)) &&
      !/^(?:ENOSPC|EROFS|EACCES|EPERM|EMFILE|ENOENT|EDQUOT)$/.test(codeOf(error));

/** First pause before something is tried again, and the longest, in milliseconds. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;

const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message || cause.name : String(cause)).split('\n')[0] as string;

/** Since when a shard has been silent. */
const silent = new WeakMap<Shard, number>();

/**
 * Does a step on a shard, and does it again while it fails of something that passes, at growing intervals, until the shard
 * has not answered for as long as it may; one that is down costs that time once, not for every step.
 * @throws MissingSlice then; InputError where the server refuses for good.
 */
export async function persist<T>(shard: Shard, what: string, step: () => Promise<T>): Promise<T> {
  const slice = `${shard.name}, ${what}`;
  let since = silent.get(shard);
  for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
    try {
      const result = await step();
      silent.delete(shard);
      return result;
    } catch (error) {
      if (!isPassing(error)) throw refused(slice, error);
      since ??= Date.now();
      silent.set(shard, since);
      if (Date.now() + wait > since + shard.limits.retrySeconds * 1000) throw new MissingSlice(slice, error);
      await pause(wait);
    }
  }
}

function refused(slice: string, error: unknown): unknown {
  if (isDistrust(error))
    return new InputError(`the connection is not trusted, ${slice}: ${reasonOf(error)}`, {
      remedy: 'Give the certificates by which the server is trusted with --ca FILE.',
      cause: error,
    });
  if (!(error instanceof ClickHouseError)) return error;
  return new InputError(`ClickHouse refuses, ${slice}: ${reasonOf(error)}`, {
    ...(OF_ACCOUNT.has(error.code)
      ? {
          remedy:
            'Give the account in STEMMA_CLICKHOUSE_USER and STEMMA_CLICKHOUSE_PASSWORD, or with --credentials FILE, and see that it may read the tables, and make temporary ones.',
        }
      : error.code === '60' || error.code === '81'
        ? { remedy: 'Make the tables with `stemma cluster init`, or give --database, --table or --mapping.' }
        : {}),
    cause: error,
  });
}
