import type { SequenceQuery, Term } from '../../src/eql/ast.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate, type Value } from '../../src/eql/predicate.ts';
import { printQuery } from '../../src/eql/print.ts';
import type { SequenceEvent, SequenceMatch } from '../../src/eql/sequence.ts';

type Key = readonly (Value | null)[];

/**
 * The matches of a sequence the slow way: for each key on its own, walk the events in order with the list of all
 * partials, of which the newest of each length goes on.
 */
export function matchNaively(
  query: SequenceQuery,
  events: readonly SequenceEvent[],
): readonly SequenceMatch[] {
  const sorted = [...events].sort((a, b) => a.time - b.time || a.tiebreak - b.tiebreak);
  const names = new Set(
    sorted.flatMap((event) =>
      query.terms.flatMap((term) => keys(query, term, event).map((key) => JSON.stringify(key))),
    ),
  );
  const found = [...names].sort().flatMap((name) => matchKey(query, sorted, name));
  const place = (match: SequenceMatch) =>
    Math.max(...match.events.map((id) => sorted.findIndex((event) => event.id === id)));
  const ordered = found.sort((a, b) => place(a) - place(b));
  const [pipe] = query.pipes;
  const count = pipe?.args[0]?.kind === 'literal' ? Number(pipe.args[0].value) : ordered.length;
  return pipe?.name === 'tail' ? ordered.slice(Math.max(0, ordered.length - count)) : ordered.slice(0, count);
}

function matchKey(
  query: SequenceQuery,
  events: readonly SequenceEvent[],
  name: string,
): readonly SequenceMatch[] {
  const takes = (term: Term, event: SequenceEvent) =>
    keys(query, term, event).some((key) => JSON.stringify(key) === name);
  const steps = query.terms
    .filter((term) => !term.missing)
    .flatMap((term) => new Array<Term>(term.runs).fill(term));
  const maxspan = query.maxspan ?? Number.POSITIVE_INFINITY;
  let partials: (readonly SequenceEvent[])[] = [];
  const done: (readonly SequenceEvent[])[] = [];
  for (const event of events) {
    const grown: (readonly SequenceEvent[])[] = [];
    const consumed = new Set<readonly SequenceEvent[]>();
    for (const partial of partials)
      if (takes(steps[partial.length] as Term, event)) {
        consumed.add(partial);
        if (event.time - (partial[0] as SequenceEvent).time <= maxspan) grown.push([...partial, event]);
      }
    if (takes(steps[0] as Term, event)) grown.push([event]);
    const stays = partials.filter(
      (partial) => !consumed.has(partial) && !grown.some((one) => one.length === partial.length),
    );
    done.push(...grown.filter((partial) => partial.length === steps.length));
    partials = [...stays, ...grown.filter((partial) => partial.length < steps.length)];
    if (query.until !== null && takes(query.until, event)) partials = [];
  }
  return done
    .filter((match) =>
      query.terms.every((term, index) => !term.missing || isAbsent(query, index, match, events, takes)),
    )
    .map((match) => ({ keys: JSON.parse(name), events: placed(query, match) }));
}

function isAbsent(
  query: SequenceQuery,
  index: number,
  match: readonly SequenceEvent[],
  events: readonly SequenceEvent[],
  takes: (term: Term, event: SequenceEvent) => boolean,
): boolean {
  const before = query.terms.slice(0, index).reduce((sum, term) => sum + (term.missing ? 0 : term.runs), 0);
  const [left, right] = [match[before - 1], match[before]].map((event) =>
    event ? events.indexOf(event) : undefined,
  );
  const first = (match[0] as SequenceEvent).time;
  const last = (match.at(-1) as SequenceEvent).time;
  return !events.some(
    (event, at) =>
      (left === undefined ? last - event.time <= (query.maxspan ?? 0) : at > left) &&
      (right === undefined ? event.time - first <= (query.maxspan ?? 0) : at < right) &&
      takes(query.terms[index] as Term, event),
  );
}

function placed({ terms }: SequenceQuery, match: readonly SequenceEvent[]): readonly (number | null)[] {
  let at = 0;
  return terms.flatMap(({ missing, runs }) =>
    missing ? [null] : Array.from({ length: runs }, () => (match[at++] as SequenceEvent).id),
  );
}

function keys(query: SequenceQuery, term: Term, event: SequenceEvent): readonly Key[] {
  const { category, where, span } = term;
  const text = printQuery({ kind: 'event', category, where, pipes: [], text: '', span });
  const parsed = parseQuery(text);
  if (parsed.kind !== 'event' || !compilePredicate(parsed)(event.read)) return [];
  return [...query.by, ...term.by].reduce<readonly Key[]>(
    (choices, field) => {
      const values = [...new Set(event.read(field.name))];
      const present: Key = values.length === 0 && field.optional ? [null] : values;
      return choices.flatMap((choice) => present.map((value) => [...choice, value]));
    },
    [[]],
  );
}
