import type { Term } from './ast.ts';
import { compareEvents, type Key, type SequenceEvent } from './multi-event.ts';

/**
 * A term that must be missing: between the events on its two sides, before the first within `maxspan` of the last, or
 * after the last within `maxspan` of the first.
 */
export class Absence {
  readonly term: number;
  readonly #before: number;
  readonly #maxspan: number;
  readonly #seen = new Map<string, SequenceEvent[]>();

  constructor(terms: readonly Term[], term: number, maxspan: number | null) {
    this.term = term;
    this.#before = terms.slice(0, term).reduce((sum, { missing, runs }) => sum + (missing ? 0 : runs), 0);
    this.#maxspan = maxspan ?? Number.POSITIVE_INFINITY;
  }

  /** Remembers an event that the term wants; events come in their order. */
  note(event: SequenceEvent, keys: ReadonlyMap<string, readonly Key[]>): void {
    for (const name of keys.keys()) {
      const seen = this.#seen.get(name);
      if (seen === undefined) this.#seen.set(name, [event]);
      else seen.push(event);
    }
  }

  /** Whether no such event with that key stands where it must be missing. */
  allows(name: string, events: readonly SequenceEvent[]): boolean {
    const [first, last] = [events[0] as SequenceEvent, events.at(-1) as SequenceEvent];
    const left = events[this.#before - 1];
    const right = events[this.#before];
    const seen = this.#seen.get(name) ?? [];
    const isAfter = (event: SequenceEvent) =>
      left === undefined ? event.time >= last.time - this.#maxspan : compareEvents(event, left) > 0;
    const next = seen[firstIndex(seen, isAfter)];
    if (next === undefined) return true;
    return right === undefined ? next.time > first.time + this.#maxspan : compareEvents(next, right) >= 0;
  }
}

/** The index of the first event that passes, all before it do not. */
function firstIndex(events: readonly SequenceEvent[], passes: (event: SequenceEvent) => boolean): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(events[middle] as SequenceEvent)) high = middle;
    else low = middle + 1;
  }
  return low;
}
