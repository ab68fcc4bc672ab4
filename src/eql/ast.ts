/** Where a node stands in the query's text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly span: Span;
}

/** A written value; a sign before a number is part of it. */
export interface Literal extends Node<'literal'> {
  readonly value: string | number | boolean | null;
  /** A whole number that was written with a point or an exponent. */
  readonly float?: true;
}

/** A field by its dotted name; `optional` when it was written with a leading `?`. */
export interface Field extends Node<'field'> {
  readonly name: string;
  readonly optional: boolean;
}

/** `a and b and c`, two items or more; a bracketed inner chain stays an item of its own. */
interface And extends Node<'and'> {
  readonly items: readonly Expression[];
}

/** `a or b or c`, as `And`. */
interface Or extends Node<'or'> {
  readonly items: readonly Expression[];
}

interface Not extends Node<'not'> {
  readonly item: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Node<'comparison'> {
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `term in (…)`, or `in~` when `ci`; `term not in (…)` is this inside a `Not`. */
export interface Lookup extends Node<'lookup'> {
  readonly ci: boolean;
  readonly term: Expression;
  readonly list: readonly Expression[];
}

/** `term : "pattern"` or `term : ("pattern", …)`: always case-insensitive. */
export interface Match extends Node<'match'> {
  readonly ci: true;
  readonly term: Expression;
  readonly patterns: readonly Literal[];
}

/** `like`, or `like~` when `ci`. */
export interface Like extends Node<'like'> {
  readonly ci: boolean;
  readonly term: Expression;
  readonly patterns: readonly Literal[];
}

/** `regex`, or `regex~` when `ci`. */
export interface Regex extends Node<'regex'> {
  readonly ci: boolean;
  readonly term: Expression;
  readonly patterns: readonly Literal[];
}

/** `name(…)`, or `name~(…)` when `ci`; the name stands as written. */
export interface Call extends Node<'call'> {
  readonly name: string;
  readonly ci: boolean;
  readonly args: readonly Expression[];
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export interface Arithmetic extends Node<'arithmetic'> {
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** A sign before anything but a number. */
export interface Signed extends Node<'signed'> {
  readonly operator: '+' | '-';
  readonly item: Expression;
}

export type LineageRelation = 'child' | 'descendant' | 'event';

/** `child of [event query]` and its kin. */
export interface Lineage extends Node<'lineage'> {
  readonly relation: LineageRelation;
  readonly category: string | null;
  readonly where: Expression;
}

export type Expression =
  | Literal
  | Field
  | And
  | Or
  | Not
  | Comparison
  | Lookup
  | Match
  | Like
  | Regex
  | Call
  | Arithmetic
  | Signed
  | Lineage;

type ExpressionKind = Expression['kind'];

/** For each kind of expression something made of a node of that kind. */
export type ExpressionTable<Result> = {
  readonly [Kind in ExpressionKind]: (node: Extract<Expression, { kind: Kind }>) => Result;
};

/** `| name argument, …` after a query. */
export interface Pipe extends Node<'pipe'> {
  readonly name: string;
  readonly args: readonly Expression[];
}

/** `category where condition | pipes`; category null is `any`. `text` is the whole source, `origin` who wrote it. */
export interface EventQuery extends Node<'event'> {
  readonly category: string | null;
  readonly where: Expression;
  readonly pipes: readonly Pipe[];
  readonly text: string;
  readonly origin?: string;
}

/** One `[category where condition] by key, … with runs=N`; `![…]` when `missing`. */
export interface Term extends Node<'term'> {
  readonly category: string | null;
  readonly where: Expression;
  readonly by: readonly Field[];
  readonly runs: number;
  readonly missing: boolean;
}

interface MultiEventQuery<Kind extends string> extends Node<Kind> {
  readonly by: readonly Field[];
  readonly terms: readonly Term[];
  readonly pipes: readonly Pipe[];
  readonly text: string;
  readonly origin?: string;
}

/** `sequence by key, … with maxspan=30s [term] [term] … until [term] | pipes`; `maxspan` in milliseconds. */
export interface SequenceQuery extends MultiEventQuery<'sequence'> {
  readonly maxspan: number | null;
  readonly until: Term | null;
}

/** `sample by key, … [term] [term] … | pipes`. */
export type SampleQuery = MultiEventQuery<'sample'>;

/** A parsed query. */
export type Query = EventQuery | SequenceQuery | SampleQuery;

/** Applies the table's entry for the node's kind. */
export function visit<Result>(table: ExpressionTable<Result>, node: Expression): Result {
  return (table[node.kind] as (node: Expression) => Result)(node);
}
