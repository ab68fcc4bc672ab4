import { describe, expect, it } from 'vitest';
import { isBlank, splitStatements } from '../../src/store/statements.ts';

describe('statements of a text', () => {
  it.each<[string, string[], string]>([
    ['SELECT 1', [], 'SELECT 1'],
    ['SELECT 1;', ['SELECT 1'], ''],
    ['a; b;\nc', ['a', ' b'], '\nc'],
    [';;', ['', ''], ''],
    ["SELECT ';';x", ["SELECT ';'"], 'x'],
    ["SELECT 'it''s; so';", ["SELECT 'it''s; so'"], ''],
    [`SELECT ";""";`, [`SELECT ";"""`], ''],
    ['SELECT 1 -- a; b\n;', ['SELECT 1 -- a; b\n'], ''],
    ['SELECT 1 -- a;', [], 'SELECT 1 -- a;'],
    ['/* ; */ SELECT 1; /* ;', ['/* ; */ SELECT 1'], ' /* ;'],
    ["SELECT e'\\';';", ["SELECT e'\\';'"], ''],
    ["SELECT '\\';x;", ["SELECT '\\'", 'x'], ''],
    ["SELECT namee'\\';", ["SELECT namee'\\'"], ''],
    ['SELECT $$ ; $$;', ['SELECT $$ ; $$'], ''],
    ['SELECT $a$ ; $b$ ; $a$;', ['SELECT $a$ ; $b$ ; $a$'], ''],
    ['SELECT $host; SELECT $1;', ['SELECT $host', ' SELECT $1'], ''],
    ["SELECT 'open; ", [], "SELECT 'open; "],
    ['SELECT 1-2/3; x', ['SELECT 1-2/3'], ' x'],
  ])('%j', (text, ended, rest) => {
    expect(splitStatements(text)).toEqual({ ended, rest });
  });

  it('lose nothing', () => {
    const text = "SELECT 'a;b'; -- c;\n/* ; */ x;$q$;$q$";
    const { ended, rest } = splitStatements(text);
    expect([...ended, rest].join(';')).toBe(text);
  });

  it('are blank where they hold no more than space and comments', () => {
    expect([' \n', '-- x', '/* x */ -- y\n', '', '/* open'].map(isBlank)).toEqual(Array(5).fill(true));
    expect(isBlank('-- x\n1')).toBe(false);
  });
});
