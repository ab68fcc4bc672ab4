import { InputError } from '../model/errors.ts';

/** A TOML table of a file that knows its own name and the file's text, so that a wrong key can be shown in place. */
export interface RuleTable {
  readonly path: string;
  /** What the file holds where that is no rule: `exception`. */
  readonly what?: string;
  readonly text: string;
  /** Dotted name of the table, e.g. `rule.threat[0].tactic`. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

const dotted = (table: string, key: string): string => [table, key].filter(Boolean).join('.');

/** The error for a key of a table: `place` is the file with the key's line, or that of its table, where one is found. */
export function keyError(table: RuleTable, key: string, problem: string, remedy: string): InputError {
  const lines = table.text.split(/\r?\n/);
  const bare = table.name.replace(/\[\d+\]/g, '');
  const keyLine = lines.findIndex((line) => line.trimStart().match(/^"?([\w-]+)"?\s*=/)?.[1] === key);
  const line = keyLine >= 0 ? keyLine : lines.findIndex((text) => text.replace(/[[\]\s]/g, '') === bare);
  return new InputError(
    `${table.path} is not a usable ${table.what ?? 'rule'}: \`${dotted(table.name, key)}\` ${problem}.`,
    {
      place: line >= 0 ? `${table.path}:${line + 1}` : table.path,
      remedy,
    },
  );
}

function required(table: RuleTable, key: string, what: string): unknown {
  const value = Object.hasOwn(table.values, key) ? table.values[key] : undefined;
  if (value === undefined)
    throw keyError(
      table,
      key,
      'is missing',
      `Add \`${key}\` (${what})${table.name === '' ? '' : ` under [${table.name}]`}.`,
    );
  return value;
}

function wrongType(table: RuleTable, key: string, what: string): InputError {
  return keyError(table, key, `must be ${what}`, `Write \`${key}\` as ${what}.`);
}

/** A non-empty string. */
export function stringOf(table: RuleTable, key: string): string {
  const value = required(table, key, 'a string');
  if (typeof value !== 'string' || value.trim() === '') throw wrongType(table, key, 'a non-empty string');
  return value;
}

/** A whole number from `least` to `most`. */
export function integerOf(table: RuleTable, key: string, least: number, most: number): number {
  const what = `a whole number from ${least} to ${most}`;
  const value = required(table, key, what);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw wrongType(table, key, what);
  }
  return value;
}

/** One of the given words. */
export function wordOf<Word extends string>(table: RuleTable, key: string, words: readonly Word[]): Word {
  const value = required(table, key, words.join(', '));
  const word = words.find((candidate) => candidate === value);
  if (word === undefined)
    throw wrongType(table, key, `one of ${words.map((each) => `"${each}"`).join(', ')}`);
  return word;
}

/** A list of strings. */
export function stringsOf(table: RuleTable, key: string): readonly string[] {
  const value = required(table, key, 'a list of strings');
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw wrongType(table, key, 'a list of strings');
  }
  return value;
}

/** A table under this one. */
export function tableOf(table: RuleTable, key: string): RuleTable {
  const value = required(table, key, 'a table');
  if (!isTable(value)) throw wrongType(table, key, 'a table');
  return { ...table, name: dotted(table.name, key), values: value };
}

/** The tables of an array of tables under this one; none where the key is absent. */
export function tablesOf(table: RuleTable, key: string): readonly RuleTable[] {
  if (!Object.hasOwn(table.values, key)) return [];
  const value = table.values[key];
  if (!Array.isArray(value) || !value.every(isTable)) throw wrongType(table, key, 'an array of tables');
  return value.map((values, index) => ({ ...table, name: `${dotted(table.name, key)}[${index}]`, values }));
}

/** What `read` gives for a key that may be absent. */
export function optional<Value>(table: RuleTable, key: string, fallback: Value, read: () => Value): Value {
  return Object.hasOwn(table.values, key) ? read() : fallback;
}
