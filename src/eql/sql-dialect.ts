/** Types that a prefilter casts to. */
export type SqlCast = 'double' | 'boolean';

/**
 * What the engines that prefilters run on write differently. Everything else of a prefilter is the same SQL for all of
 * them: AND, OR, NOT, =, <, IN, IS NULL, coalesce, CASE, nullif, CAST and ||, three-valued.
 */
export interface SqlDialect {
  /** A literal of any text. */
  readonly text: (text: string) => string;
  /** A literal that compares with a column of whole numbers as in JavaScript, or with `compared` of one. */
  readonly number: (value: number) => string;
  /** The side that a number is compared with. */
  readonly compared: (sql: string, value: number) => string;
  /** The text with A-Z alone in lower case. */
  readonly fold: (sql: string) => string;
  /** Whether the text matches a pattern of EQL in which `*` or `?` stands: `*` is any run, `?` one code point. */
  readonly like: (sql: string, pattern: string) => string;
  /** Whether the whole text matches a regular expression of RE2. */
  readonly fullMatch: (sql: string, regex: string) => string;
  /** Whether a part stands in the text; an empty one does. */
  readonly contains: (text: string, part: string) => string;
  readonly startsWith: (text: string, part: string) => string;
  readonly endsWith: (text: string, part: string) => string;
  /** In code points. */
  readonly length: (text: string) => string;
  /** The place of a part in code points from 1, 0 where it is not. */
  readonly position: (text: string, part: string) => string;
  /** Code points from a place from 1 on, to the end or `length` of them. */
  readonly substring: (text: string, place: number, length?: number) => string;
  /** Whether the test, which names an element `name` and is never NULL, is true of one of a list, which may be NULL. */
  readonly some: (list: string, name: string, test: string) => string;
  /** The values of a list that are not NULL, or one NULL where there is none. */
  readonly valuesOrNull: (list: string) => string;
  /** The same as another type. */
  readonly cast: (sql: string, type: SqlCast) => string;
  /** The remainder of a division of doubles, with the sign of the dividend; undefined where it is not sure to be exact. */
  readonly remainder: (left: string, right: string) => string | undefined;
  /** `true` or `false`. */
  readonly word: (boolean: string) => string;
  /** A whole number, however it is stored, as its digits. */
  readonly digits: (sql: string) => string;
  /** Epoch milliseconds of a column of dates. */
  readonly epochMs: (sql: string) => string;
}
