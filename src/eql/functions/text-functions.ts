import type { SqlDialect } from '../sql-dialect.ts';
import { foldAscii } from '../text.ts';
import type { Value } from '../value.ts';
import type { CallSite, Parameter, ScalarFunction, SqlScalar } from './function.ts';

const TEXT: Parameter = { type: 'text' };
const INTEGER: Parameter = { type: 'integer' };
const OPTIONAL_INTEGER: Parameter = { type: 'integer', optional: true };
/** Texts reach DuckDB's limits long before this. */
const LONGEST = 2 ** 40;

/** What a test of two texts and its SQL make of the texts, folded to one letter case where `~` asks for it. */
function textPair(
  name: string,
  holds: (text: string, part: string) => boolean,
  sql: (text: string, part: string, dialect: SqlDialect) => string,
): ScalarFunction {
  return {
    kind: 'scalar',
    name,
    tilde: true,
    parameters: [TEXT, TEXT],
    result: () => 'boolean',
    run: ([text, part], site) => holds(folded(text, site), folded(part, site)),
    sql: ([text, part], site, dialect) =>
      sql(sqlFolded(text, site, dialect), sqlFolded(part, site, dialect), dialect),
  };
}

export const startsWith = textPair(
  'startsWith',
  (text, part) => text.startsWith(part),
  (text, part, dialect) => dialect.startsWith(text, part),
);

export const endsWith = textPair(
  'endsWith',
  (text, part) => text.endsWith(part),
  (text, part, dialect) => dialect.endsWith(text, part),
);

/** An empty part is contained in nothing. */
export const stringContains = textPair(
  'stringContains',
  (text, part) => part !== '' && text.includes(part),
  (text, part, dialect) => `(${dialect.contains(text, part)} <> (${part} = ''))`,
);

/** In code points. */
export const length: ScalarFunction = {
  kind: 'scalar',
  name: 'length',
  tilde: false,
  parameters: [TEXT],
  result: () => 'integer',
  run: ([text]) => countCodePoints(String(text)),
  sql: ([text], _, dialect) => dialect.length(String(text?.sql)),
  magnitude: () => LONGEST,
};

/** The place of the first occurrence from `start` on, counted in code points from 0; null if there is none. */
export const indexOf: ScalarFunction = {
  kind: 'scalar',
  name: 'indexOf',
  tilde: true,
  parameters: [TEXT, TEXT, OPTIONAL_INTEGER],
  result: () => 'integer',
  run: ([text, part, start], site) => {
    const where = folded(text, site);
    const from = offsetOf(where, Math.max(Number(start ?? 0), 0));
    const found = where.indexOf(folded(part, site), from);
    return found < 0 ? null : countCodePoints(where.slice(0, found));
  },
  sql: ([text, part, start], site, dialect) =>
    start === undefined || start.known === null || (typeof start.known === 'number' && start.known <= 0)
      ? `nullif(${dialect.position(sqlFolded(text, site, dialect), sqlFolded(part, site, dialect))}, 0) - 1`
      : undefined,
  magnitude: () => LONGEST,
};

/**
 * The text between the first `left` and the first `right` after it, or the last `right` if `greedy`; "" where one is
 * not found, and the text itself where an argument is empty.
 */
export const between: ScalarFunction = {
  kind: 'scalar',
  name: 'between',
  tilde: true,
  parameters: [TEXT, TEXT, TEXT, { type: 'boolean', optional: true }],
  result: () => 'text',
  run: ([value, left, right, greedy], site) => {
    const text = String(value);
    const [searched, open, close] = [folded(value, site), folded(left, site), folded(right, site)];
    if (open === '' || close === '') return text;
    const found = searched.indexOf(open);
    if (found < 0) return '';
    const start = found + open.length;
    const end = greedy === true ? searched.lastIndexOf(close) : searched.indexOf(close, start);
    return end < start ? '' : text.slice(start, end);
  },
};

/** As a slice of Python: a negative place counts from the end, and what lies outside the text is cut off. */
export const substring: ScalarFunction = {
  kind: 'scalar',
  name: 'substring',
  tilde: false,
  parameters: [TEXT, INTEGER, OPTIONAL_INTEGER],
  result: () => 'text',
  run: ([text, start, end]) => {
    const characters = Array.from(String(text));
    return characters
      .slice(Number(start), end === null || end === undefined ? undefined : Number(end))
      .join('');
  },
  sql: ([text, start, end], _, dialect) => {
    const from = start?.known;
    const to = end === undefined ? null : end.known;
    if (text === undefined || typeof from !== 'number' || from < 0) return undefined;
    const place = Math.min(from, LONGEST) + 1;
    if (to === null) return dialect.substring(text.sql, place);
    if (typeof to !== 'number' || to < 0) return undefined;
    return dialect.substring(text.sql, place, Math.max(Math.min(to, LONGEST) + 1 - place, 0));
  },
};

function folded(value: Value | null | undefined, { ci }: CallSite): string {
  return ci ? foldAscii(String(value)) : String(value);
}

function sqlFolded(argument: SqlScalar | undefined, { ci }: CallSite, dialect: SqlDialect): string {
  const sql = argument?.sql ?? 'NULL';
  return ci ? dialect.fold(sql) : sql;
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The offset in UTF-16 units of a place counted in code points, at most the end of the text. */
function offsetOf(text: string, place: number): number {
  let offset = 0;
  for (let left = place; left > 0 && offset < text.length; left -= 1)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
