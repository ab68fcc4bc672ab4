import type { Key, SequenceEvent, SequenceMatch } from './multi-event.ts';

interface Wanted {
  readonly event: SequenceEvent;
  readonly keys: readonly ReadonlyMap<string, readonly Key[]>[];
}

/** The earliest events that each of the terms wants, with the same keys. */
interface Bucket {
  readonly keys: readonly Key[];
  readonly candidates: readonly SequenceEvent[][];
}

/**
 * For each key one event a term, no event twice, the earliest that go together; in the order of the keys. Of `terms`
 * candidates for each term one is always left, so no more of them are kept.
 */
export function findSamples(terms: number, wanted: readonly Wanted[]): SequenceMatch[] {
  const buckets = new Map<string, Bucket>();
  for (const { event, keys } of wanted)
    for (const [term, names] of keys.entries())
      for (const [name, key] of names) {
        const bucket = buckets.get(name) ?? {
          keys: key,
          candidates: Array.from({ length: terms }, () => []),
        };
        buckets.set(name, bucket);
        const candidates = bucket.candidates[term] ?? [];
        if (candidates.length < terms) candidates.push(event);
      }
  return [...buckets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { keys, candidates }]) => {
      const events = assign(candidates);
      return events === undefined ? [] : [{ keys, events: events.map(({ id }) => id) }];
    });
}

/** A different event for each term, or undefined; augmenting paths, as in bipartite matching. */
function assign(candidates: readonly (readonly SequenceEvent[])[]): readonly SequenceEvent[] | undefined {
  const takenBy = new Map<SequenceEvent, number>();
  const place = (term: number, seen: Set<SequenceEvent>): boolean =>
    (candidates[term] ?? []).some((event) => {
      if (seen.has(event)) return false;
      seen.add(event);
      const holder = takenBy.get(event);
      if (holder !== undefined && !place(holder, seen)) return false;
      takenBy.set(event, term);
      return true;
    });
  if (!candidates.every((_, term) => place(term, new Set()))) return undefined;
  return [...takenBy].sort(([, a], [, b]) => a - b).map(([event]) => event);
}
