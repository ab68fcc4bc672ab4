import type { Field, SampleQuery, SequenceQuery, Term } from './ast.ts';
import { type LineageOracle, partQuery } from './lineage.ts';
import { compilePredicate, type FieldReader, type Value } from './predicate.ts';

/** An event as a sequence sees it; events stand in the order of `time`, then `tiebreak`, then `id`. */
export interface SequenceEvent {
  readonly id: number;
  /** Epoch milliseconds, with a fraction where the record has one. */
  readonly time: number;
  readonly tiebreak: number;
  readonly read: FieldReader;
}

/** What a sequence or a sample found: the ids of its events, one a term, null for one that is rightly missing. */
export interface SequenceMatch {
  readonly keys: readonly Key[];
  readonly events: readonly (number | null)[];
}

/** One value for each key of a term; null for an optional key that is missing. */
export type Key = Value | null;

/** The keys that an event takes part in a term with: none if the term does not want it. */
export type TermTest = (read: FieldReader) => ReadonlyMap<string, readonly Key[]>;

const NONE: ReadonlyMap<string, readonly Key[]> = new Map();

/** Compiles a term with the keys of its query before its own. */
export function compileTerm(
  term: Term,
  query: SequenceQuery | SampleQuery,
  lineage?: LineageOracle,
): TermTest {
  const wants = compilePredicate(partQuery(term, query), lineage && { lineage });
  const fields = [...query.by, ...term.by];
  return (read) => (wants(read) ? readKeys(fields, read) : NONE);
}

/** -1, 0 or 1 as the left event stands before, with or after the right one. */
export function compareEvents(left: SequenceEvent, right: SequenceEvent): number {
  return left.time - right.time || left.tiebreak - right.tiebreak || left.id - right.id;
}

/** Every choice of one value a key, by a text that tells them apart, in the order of those texts. */
function readKeys(fields: readonly Field[], read: FieldReader): ReadonlyMap<string, readonly Key[]> {
  let choices: readonly (readonly Key[])[] = [[]];
  for (const { name, optional } of fields) {
    const values: readonly Key[] = read(name);
    const present = values.length === 0 && optional ? [null] : values;
    choices = choices.flatMap((choice) => present.map((value) => [...choice, value]));
  }
  const named = choices.map((choice) => [JSON.stringify(choice), choice] as const);
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
