import { expect, test } from 'vitest';
import { checkRule } from '../../src/rules/check-rule.ts';
import { readEql } from '../../src/rules/read-eql.ts';

const QUERY = 'process where process.name : "cmd.exe" // a shell';

test('an .eql file is a rule named after it, of the lowest severity, whose id follows from the query', () => {
  const rule = readEql(`${QUERY}\n`, 'some/shell_v2.eql');
  expect(rule).toMatchObject({
    id: expect.stringMatching(/^eql:[0-9a-f]{32}$/),
    name: 'shell',
    shortName: 'shell',
    version: 1,
    severity: 'low',
    riskScore: 21,
    threat: [],
    description: '',
    query: QUERY,
    path: 'some/shell_v2.eql',
  });
  expect(readEql(QUERY.replace('cmd', 'cmd2'), 'some/shell_v2.eql').id).not.toBe(rule.id);
});

test.each([
  ['// Finds\n//  a shell.\n\n', 'Finds\na shell.'],
  ['/* Finds\r\n * a shell.\r\n */\r\n', 'Finds\na shell.'],
  ['\uFEFF  // Finds\n/* a shell. */ ', 'Finds\na shell.'],
  ['\n\n', ''],
])(
  'comments before the query (%j) describe it, and change neither its id nor that it can be read',
  (head, description) => {
    const rule = readEql(`${head}${QUERY}\r\n`, 'a.eql');
    expect(rule.description).toBe(description);
    expect(rule.id).toBe(readEql(QUERY, 'b.eql').id);
    expect(checkRule(rule).fields).toEqual(['event.category', 'process.name']);
  },
);

test.each(['', ' \n', '// nothing\n', '/* nothing */'])('a file without a query (%j) is refused', (text) => {
  expect(() => readEql(text, 'a.eql')).toThrow('a.eql holds no query.');
});

test('a second query in a file is wrong in its place', () => {
  const rule = readEql('process where true\nprocess where false', 'a.eql');
  expect(() => checkRule(rule)).toThrow(/^line 2, column 1: /);
});
