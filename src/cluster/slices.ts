import { ask } from './ask.ts';
import type { Shard } from './connect.ts';

/** A stretch of time, microseconds since 1970: from the first on, before the second. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly events: number;
}

const DAY = 86_400_000_000;

/**
 * Parts the time of which a shard has events so that a query looks at about `most` of them: whole days together, or
 * equal parts of a day that has more.
 */
export async function slicesOf(shard: Shard, events: string, most: number, where = 'TRUE'): Promise<Slice[]> {
  const days = await ask<{ day: number; events: number }>(
    shard,
    'what time it has events of',
    `SELECT intDiv(toUnixTimestamp64Micro(time), ${DAY}) AS day, count() AS events FROM ${events} WHERE ${where} GROUP BY day ORDER BY day`,
  );
  return partDays(days, most);
}

/** The same from counts by day, in order. Exported for its test. */
export function partDays(
  days: readonly { readonly day: number; readonly events: number }[],
  most: number,
): Slice[] {
  const slices: { from: number; to: number; events: number }[] = [];
  for (const { day, events } of days) {
    const last = slices.at(-1);
    if (last !== undefined && last.events + events <= most) {
      last.to = (day + 1) * DAY;
      last.events += events;
      continue;
    }
    const parts = Math.max(1, Math.ceil(events / most));
    const length = Math.ceil(DAY / parts);
    for (let part = 0; part < parts; part += 1)
      slices.push({
        from: day * DAY + part * length,
        to: Math.min(day * DAY + (part + 1) * length, (day + 1) * DAY),
        events: Math.ceil(events / parts),
      });
  }
  return slices;
}
