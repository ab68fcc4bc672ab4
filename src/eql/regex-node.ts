import type { CodePointRange } from './code-points.ts';

/** One code point out of ascending, disjoint ranges. */
export interface RegexSet {
  readonly kind: 'set';
  readonly ranges: readonly CodePointRange[];
}

interface RegexSequence {
  readonly kind: 'sequence';
  readonly items: readonly RegexNode[];
}

interface RegexChoice {
  readonly kind: 'choice';
  readonly items: readonly RegexNode[];
}

/** `max` is Infinity for an open end. */
interface RegexRepeat {
  readonly kind: 'repeat';
  readonly item: RegexNode;
  readonly min: number;
  readonly max: number;
}

/** A Lucene regular expression that matches a whole value. */
export type RegexNode = RegexSet | RegexSequence | RegexChoice | RegexRepeat;

/** For each kind of node something made of it. */
export type RegexTable<Result> = {
  readonly [Kind in RegexNode['kind']]: (node: Extract<RegexNode, { kind: Kind }>) => Result;
};

/** Applies the table's entry for the node's kind. */
export function visitRegex<Result>(table: RegexTable<Result>, node: RegexNode): Result {
  return (table[node.kind] as (node: RegexNode) => Result)(node);
}
