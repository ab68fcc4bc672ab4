import { type FieldName, fieldType } from '../model/field.ts';
import type { EventQuery, Field, Query } from './ast.ts';
import { walk } from './children.ts';
import { lowerQuery } from './lower.ts';
import { EqlError } from './source-error.ts';

/**
 * Whether a query can run: types fit the catalogue, and nothing in it belongs to a later release. Returns the catalogue
 * fields that it reads, `event.category` too where a category is asked for, and a warning for each field outside the
 * catalogue that is not written `?field`: such a field is always missing. Throws EqlError.
 */
export function checkQuery(query: Query): {
  query: EventQuery;
  fields: readonly FieldName[];
  warnings: readonly string[];
} {
  lowerQuery(query);
  const [pipe] = query.pipes;
  if (pipe !== undefined) throw new EqlError('pipes are not supported yet', query, pipe.span.start);
  const used = [...walk(query.where)].filter((node): node is Field => node.kind === 'field');
  const names = used.map(({ name }) => name).filter((name) => fieldType(name) !== undefined) as FieldName[];
  const fields = new Set<FieldName>([
    ...(query.category === null ? [] : ['event.category' as const]),
    ...names,
  ]);
  const warnings = new Set(used.filter(isUnknown).map(warning));
  return { query, fields: [...fields], warnings: [...warnings] };
}

function isUnknown({ name, optional }: Field): boolean {
  return !optional && fieldType(name) === undefined;
}

function warning({ name }: Field): string {
  return `the field \`${name}\` is unknown and so always missing; write \`?${name}\` if that is meant`;
}
