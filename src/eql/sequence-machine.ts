import type { Key, SequenceEvent } from './multi-event.ts';

/** Events that have matched the first steps in a row. */
export interface Partial {
  readonly keys: readonly Key[];
  readonly events: readonly SequenceEvent[];
}

/**
 * For each key the partial sequences of a query: at most one has come as far as a given step, the newest.
 */
export class SequenceMachine {
  readonly #slots = new Map<string, (Partial | undefined)[]>();
  readonly #steps: number;
  readonly #maxspan: number;

  constructor(steps: number, maxspan: number | null) {
    this.#steps = steps;
    this.#maxspan = maxspan ?? Number.POSITIVE_INFINITY;
  }

  /** Lets the event take a step with that key; returns the sequence that this completes, if it does. */
  advance(step: number, name: string, keys: readonly Key[], event: SequenceEvent): Partial | undefined {
    if (step === 0) return this.#place(0, name, { keys, events: [event] });
    const slots = this.#slots.get(name);
    const partial = slots?.[step - 1];
    if (slots === undefined || partial === undefined) return undefined;
    slots[step - 1] = undefined;
    if (slots.every((slot) => slot === undefined)) this.#slots.delete(name);
    const first = partial.events[0] as SequenceEvent;
    if (event.time - first.time > this.#maxspan) return undefined;
    return this.#place(step, name, { keys, events: [...partial.events, event] });
  }

  /** Forgets what has begun with that key. */
  clear(name: string): void {
    this.#slots.delete(name);
  }

  #place(step: number, name: string, partial: Partial): Partial | undefined {
    if (step === this.#steps - 1) return partial;
    const slots = this.#slots.get(name) ?? new Array<Partial | undefined>(this.#steps - 1).fill(undefined);
    slots[step] = partial;
    this.#slots.set(name, slots);
    return undefined;
  }
}
