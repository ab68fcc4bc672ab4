import { type FieldPath, fieldType } from '../model/field.ts';
import type { EventQuery, Expression, Field, Query, SampleQuery, SequenceQuery } from './ast.ts';
import { walk } from './children.ts';
import { conditionsOf, lineageQueries } from './lineage.ts';
import { lowerExpression } from './lower.ts';
import { checkPipes } from './pipes.ts';

/** A query that can run, the fields that it reads, and what its author may not have meant. */
export interface Checked<Kind extends Query> {
  readonly query: Kind;
  readonly fields: readonly FieldPath[];
  /** Fields outside the catalogue, and so always missing, that are not written `?field`. */
  readonly unknown: readonly string[];
  readonly warnings: readonly string[];
}

/** `query.kind` tells the three apart. */
export type AnyChecked = Checked<EventQuery> | Checked<SequenceQuery> | Checked<SampleQuery>;

/**
 * Whether a query can run: types fit the catalogue and its pipes exist. Returns the catalogue fields that it reads, keys
 * and the insides of lineage conditions included, `event.category` too where a category is asked for, and a warning for
 * each field outside the catalogue that is not written `?field`: such a field is always missing. Throws EqlError.
 */
export function checkAnyQuery(query: Query): AnyChecked {
  const conditions = conditionsOf(query);
  for (const condition of conditions) lowerExpression(condition, query);
  checkPipes(query);
  const used = [...keysOf(query), ...conditions.flatMap(fieldsIn)];
  const names = used.map(({ name }) => name).filter((name) => fieldType(name) !== undefined) as FieldPath[];
  const fields = new Set<FieldPath>([...(hasCategory(query) ? (['event.category'] as const) : []), ...names]);
  const unknown = [...new Set(used.filter(isUnknown).map(({ name }) => name))];
  return { query, fields: [...fields], unknown, warnings: unknown.map(warning) } as AnyChecked;
}

function hasCategory(query: Query): boolean {
  const until = query.kind === 'sequence' && query.until !== null ? [query.until] : [];
  const filters = query.kind === 'event' ? [query] : [...query.terms, ...until];
  return [...filters, ...lineageQueries(query).map(({ leaf }) => leaf)].some(
    ({ category }) => category !== null,
  );
}

function keysOf(query: Query): readonly Field[] {
  if (query.kind === 'event') return [];
  const until = query.kind === 'sequence' && query.until !== null ? [query.until] : [];
  return [...query.by, ...[...query.terms, ...until].flatMap(({ by }) => by)];
}

function fieldsIn(condition: Expression): readonly Field[] {
  return [...walk(condition)].filter((node): node is Field => node.kind === 'field');
}

function isUnknown({ name, optional }: Field): boolean {
  return !optional && fieldType(name) === undefined;
}

function warning(name: string): string {
  return `the field \`${name}\` is unknown and so always missing; write \`?${name}\` if that is meant`;
}
