import { expect, test } from 'vitest';
import { checkQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';

test('the fields are those of the catalogue that the query reads, the category among them', () => {
  const { fields, warnings, query } = checkQuery(
    parseQuery(
      'process where process.name : "a" and (not process.pid == 1 or process.executable in ("x") or ?dns.x == null)',
    ),
  );
  expect(fields).toEqual(['event.category', 'process.name', 'process.pid', 'process.executable']);
  expect(warnings).toEqual([]);
  expect(query.category).toBe('process');
});

test('without a category, and with it written, event.category stands once or not at all', () => {
  expect(checkQuery(parseQuery('any where true')).fields).toEqual([]);
  expect(checkQuery(parseQuery('file where event.category : "f*"')).fields).toEqual(['event.category']);
});

test('an unknown field is warned of once by name, an optional one never', () => {
  const { fields, warnings } = checkQuery(
    parseQuery('any where dns.x == 1 or dns.x : "a" or tls.path or ?tls.name or toString : "x"'),
  );
  expect(fields).toEqual([]);
  expect(warnings).toHaveLength(3);
  expect(warnings[0]).toContain('`dns.x`');
  expect(warnings[1]).toContain('`tls.path`');
  expect(warnings[2]).toContain('`toString`');
});
