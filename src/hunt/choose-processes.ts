import { ancestorsOf, descendantsOf, type Forest, siblingsOf } from '../tree/forest.ts';

/** How much of the forest around a process an excerpt holds. */
export interface ExcerptCaps {
  /** Ancestors, nearest first. */
  readonly ancestors: number;
  /** Siblings, those nearest to it in order of start. */
  readonly siblings: number;
  /** Descendants, breadth first. */
  readonly descendants: number;
}

/** What a cap left out around one process. */
export interface LeftOut {
  readonly rid: number;
  readonly what: keyof ExcerptCaps;
  readonly count: number;
}

/** The processes of an excerpt. */
export interface Chosen {
  readonly rids: ReadonlySet<number>;
  readonly leftOut: readonly LeftOut[];
}

/** The processes around some in the forest, as far as the caps let. */
export function chooseAround(forest: Forest, rids: Iterable<number>, caps: ExcerptCaps): Chosen {
  const chosen = new Set<number>();
  const leftOut: LeftOut[] = [];
  const leave = (rid: number, what: keyof ExcerptCaps, count: number): void => {
    if (count > 0) leftOut.push({ rid, what, count });
  };
  for (const rid of rids) {
    const above = ancestorsOf(forest, rid);
    const ancestors = above.slice(0, caps.ancestors);
    const siblings = caps.ancestors === 0 ? { count: 0, first: [] } : siblingsOf(forest, rid, caps.siblings);
    const descendants = descendantsOf(forest, rid, caps.descendants);
    for (const each of [rid, ...ancestors, ...siblings.first]) chosen.add(each);
    for (const each of descendants.first) chosen.add(each);
    leave(rid, 'ancestors', above.length - ancestors.length);
    leave(rid, 'siblings', siblings.count - siblings.first.length);
    leave(rid, 'descendants', descendants.count - descendants.first.length);
  }
  return { rids: chosen, leftOut };
}
