import type { CodePointRange } from './code-points.ts';
import { type RegexNode, type RegexTable, visitRegex } from './regex-node.ts';

const MAX_CACHED = 200_000;

/** A state of the nondeterministic automaton: without ranges it only leads on, without a way out it accepts. */
interface State {
  readonly id: number;
  readonly ranges?: readonly CodePointRange[];
  readonly next: State[];
}

/** States that are reached together, and where each class of code points leads from them, as far as it was asked. */
interface Position {
  readonly states: readonly State[];
  readonly accepts: boolean;
  readonly next: (Position | undefined)[];
}

/**
 * A test whether the whole value matches. The automaton is made deterministic only as far as values ask for, so that
 * a value costs about one step a character whatever the expression, and nothing backtracks.
 */
export function compileRegex(node: RegexNode): (text: string) => boolean {
  const cuts = cutPoints(node);
  const classOf = classifier(cuts);
  let known = new Map<string, Position>();
  let cached = 0;

  const remember = (states: readonly State[]): Position => {
    const key = states.map((state) => state.id).join();
    const found = known.get(key);
    if (found !== undefined) return found;
    cached += states.length + 1;
    if (cached > MAX_CACHED) {
      known = new Map();
      cached = states.length + 1;
      first.next.length = 0;
    }
    const position: Position = { states, accepts: states.some(({ next }) => next.length === 0), next: [] };
    known.set(key, position);
    return position;
  };
  const step = (position: Position, index: number): Position => {
    const code = cuts[index] ?? 0;
    const reached = position.states.filter(({ ranges }) =>
      ranges?.some(([from, to]) => from <= code && code <= to),
    );
    const next = remember(closure(reached.flatMap((state) => state.next)));
    position.next[index] = next;
    return next;
  };
  const first = remember(closure([buildStates(node)]));
  return (text) => {
    let position = first;
    for (let at = 0; at < text.length && position.states.length > 0; at += 1) {
      const code = text.codePointAt(at) ?? 0;
      if (code > 0xffff) at += 1;
      const index = classOf(code);
      position = position.next[index] ?? step(position, index);
    }
    return position.accepts;
  };
}

/** The first state of the automaton of the whole expression. */
function buildStates(root: RegexNode): State {
  let count = 0;
  const state = (next: State[], ranges?: readonly CodePointRange[]): State => ({
    id: count++,
    next,
    ...(ranges && { ranges }),
  });
  const build = (node: RegexNode, next: State): State => {
    const table: RegexTable<State> = {
      set: ({ ranges }) => state([next], ranges),
      sequence: ({ items }) => items.reduceRight((after, item) => build(item, after), next),
      choice: ({ items }) => state(items.map((item) => build(item, next))),
      repeat: ({ item, min, max }) => {
        let entry = next;
        if (Number.isFinite(max)) {
          for (let copy = min; copy < max; copy += 1) entry = state([build(item, entry), next]);
        } else {
          entry = state([next]);
          entry.next.push(build(item, entry));
        }
        for (let copy = 0; copy < min; copy += 1) entry = build(item, entry);
        return entry;
      },
    };
    return visitRegex(table, node);
  };
  return build(root, state([]));
}

/** The reading and accepting states that these lead to without reading, in the order of their ids. */
function closure(from: readonly State[]): readonly State[] {
  const seen = new Set(from);
  for (const state of seen) if (state.ranges === undefined) for (const next of state.next) seen.add(next);
  return [...seen]
    .filter((state) => state.ranges !== undefined || state.next.length === 0)
    .sort((a, b) => a.id - b.id);
}

/** The first code point of each class, ascending: within a class no set of the expression tells two apart. */
function cutPoints(root: RegexNode): readonly number[] {
  const cuts = new Set([0]);
  const collect: RegexTable<void> = {
    set: ({ ranges }) => {
      for (const [first, last] of ranges) cuts.add(first).add(last + 1);
    },
    sequence: ({ items }) => items.forEach(visitCollect),
    choice: ({ items }) => items.forEach(visitCollect),
    repeat: ({ item }) => visitCollect(item),
  };
  function visitCollect(node: RegexNode): void {
    visitRegex(collect, node);
  }
  visitCollect(root);
  return [...cuts].sort((a, b) => a - b);
}

function classifier(cuts: readonly number[]): (code: number) => number {
  const search = (code: number): number => {
    let low = 0;
    let high = cuts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((cuts[middle] ?? 0) <= code) low = middle;
      else high = middle;
    }
    return low;
  };
  const ascii = Uint16Array.from({ length: 128 }, (_, code) => search(code));
  return (code) => ascii[code] ?? search(code);
}
