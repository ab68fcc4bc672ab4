import type { Pipe, Query } from './ast.ts';
import { EqlError } from './source-error.ts';

const CUTS: Readonly<Record<string, <Item>(items: readonly Item[], count: number) => readonly Item[]>> = {
  head: (items, count) => items.slice(0, count),
  tail: (items, count) => items.slice(Math.max(items.length - count, 0)),
};

/** Fails at the first pipe that is not `head N` or `tail N`. */
export function checkPipes(query: Query): void {
  for (const pipe of query.pipes) {
    if (!Object.hasOwn(CUTS, pipe.name))
      throw new EqlError(
        `there is no pipe \`${pipe.name}\`, only \`head\` and \`tail\``,
        query,
        pipe.span.start,
      );
    if (countOf(pipe) === undefined)
      throw new EqlError(
        `\`${pipe.name}\` takes one whole number`,
        query,
        pipe.args[0]?.span.start ?? pipe.span.start,
      );
  }
}

/** What the pipes of a query leave of its results, which stand in ascending order of time. */
export function applyPipes<Item>(query: Query, items: readonly Item[]): readonly Item[] {
  return query.pipes.reduce((left, pipe) => CUTS[pipe.name]?.(left, countOf(pipe) ?? 0) ?? left, items);
}

function countOf({ args }: Pipe): number | undefined {
  const [first] = args;
  if (args.length !== 1 || first?.kind !== 'literal' || typeof first.value !== 'number') return undefined;
  return Number.isSafeInteger(first.value) && first.value >= 0 ? first.value : undefined;
}
