import type { EventQuery, SampleQuery, SequenceQuery } from './ast.ts';
import { type LineageOracle, partQuery } from './lineage.ts';
import {
  compareEvents,
  compileTerm,
  type SequenceEvent,
  type SequenceMatch,
  type TermTest,
} from './multi-event.ts';
import { applyPipes } from './pipes.ts';
import { findSamples } from './sample.ts';
import { Absence } from './sequence-absence.ts';
import { type Partial, SequenceMachine } from './sequence-machine.ts';

export type { SequenceEvent, SequenceMatch } from './multi-event.ts';

/** A sequence or a sample that is ready to run. */
export interface CompiledSequence {
  /** One query a term, in the order of the text, `until` last: an event that none of them keeps changes nothing. */
  readonly terms: readonly EventQuery[];
  /** Every match, in the order of the last event and then of the keys, whatever the order of the events given. */
  readonly run: (events: Iterable<SequenceEvent>) => SequenceMatch[];
}

/**
 * Compiles a query over several events. Of partial matches with the same keys only the newest that has come as far is
 * kept, so memory is bounded by keys times terms beside the events that some term wants. Throws EqlError.
 */
export function compileSequence(
  query: SequenceQuery | SampleQuery,
  tree: { readonly lineage?: LineageOracle } = {},
): CompiledSequence {
  const until = query.kind === 'sequence' ? query.until : null;
  const all = until === null ? query.terms : [...query.terms, until];
  const tests = all.map((term) => compileTerm(term, query, tree.lineage));
  const find =
    query.kind === 'sequence'
      ? (events: readonly Wanted[]) => findSequences(query, events)
      : (events: readonly Wanted[]) => findSamples(query.terms.length, events);
  return {
    terms: all.map((term) => partQuery(term, query)),
    run: (events) => [...applyPipes(query, find(collect(events, tests)))],
  };
}

/** An event that some term wants, with the keys it has for each term. */
interface Wanted {
  readonly event: SequenceEvent;
  readonly keys: readonly ReturnType<TermTest>[];
}

function collect(events: Iterable<SequenceEvent>, tests: readonly TermTest[]): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const event of events) {
    const keys = tests.map((test) => test(event.read));
    if (keys.some(({ size }) => size > 0)) wanted.push({ event, keys });
  }
  return wanted.sort((a, b) => compareEvents(a.event, b.event));
}

function findSequences({ terms, maxspan, until }: SequenceQuery, wanted: readonly Wanted[]): SequenceMatch[] {
  const steps = terms.flatMap(({ missing, runs }, index) =>
    missing ? [] : new Array<number>(runs).fill(index),
  );
  const machine = new SequenceMachine(steps.length, maxspan);
  const absences = terms.flatMap(({ missing }, index) =>
    missing ? [new Absence(terms, index, maxspan)] : [],
  );
  for (const { event, keys } of wanted)
    for (const absence of absences) absence.note(event, keys[absence.term] as ReturnType<TermTest>);
  const found: { readonly name: string; readonly partial: Partial }[] = [];
  for (const { event, keys } of wanted) {
    const complete: { readonly name: string; readonly partial: Partial }[] = [];
    for (let step = steps.length - 1; step >= 0; step -= 1)
      for (const [name, key] of keys[steps[step] as number] ?? []) {
        const partial = machine.advance(step, name, key, event);
        if (partial !== undefined) complete.push({ name, partial });
      }
    if (until !== null) for (const name of keys.at(-1)?.keys() ?? []) machine.clear(name);
    for (const each of complete) found.push(each);
  }
  return found
    .filter(({ name, partial }) => absences.every((absence) => absence.allows(name, partial.events)))
    .map(({ partial }) => ({ keys: partial.keys, events: withGaps(terms, partial) }));
}

/** The ids of the events, with null in the place of each missing term. */
function withGaps(terms: SequenceQuery['terms'], { events }: Partial): readonly (number | null)[] {
  const ids = events.map(({ id }) => id);
  return terms.flatMap(({ missing, runs }) => (missing ? [null] : ids.splice(0, runs)));
}
