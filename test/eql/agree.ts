import { expect } from 'vitest';
import type { EventQuery } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate } from '../../src/eql/predicate.ts';
import { isPrefilterExact } from '../../src/eql/sql.ts';
import type { FieldPath } from '../../src/model/field.ts';
import { type Engine, type Row, readerOf } from './engine.ts';

/** The query of a text that must be right. */
export function query(text: string): EventQuery {
  return checkAnyQuery(parseQuery(text)).query as EventQuery;
}

/**
 * The indexes of the rows that a query keeps, by the predicate; the prefilter must keep them too, and nothing else where
 * it claims to be exact.
 */
export async function hits(engine: Engine, text: string, rows: readonly Row[]): Promise<readonly number[]> {
  const checked = query(text);
  const keeps = compilePredicate(checked);
  const byPredicate = rows.flatMap((row, index) => (keeps(readerOf(row)) ? [index] : []));
  await engine.load([...new Set(rows.flatMap((row) => Object.keys(row) as FieldPath[]))], rows);
  const bySql = await engine.keeps(checked);
  if (isPrefilterExact(checked)) expect(bySql, `the prefilter of ${text}`).toEqual(byPredicate);
  else expect(bySql, `the prefilter of ${text}`).toEqual(expect.arrayContaining([...byPredicate]));
  return byPredicate;
}
