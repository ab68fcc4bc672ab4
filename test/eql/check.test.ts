import { expect, test } from 'vitest';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';

test('the fields are those of the catalogue that the query reads, the category among them', () => {
  const { fields, warnings, query } = checkAnyQuery(
    parseQuery(
      'process where process.name : "a" and (not process.pid == 1 or process.executable in ("x") or ?dns.x == null)',
    ),
  );
  expect(fields).toEqual(['event.category', 'process.name', 'process.pid', 'process.executable']);
  expect(warnings).toEqual([]);
  expect(query).toMatchObject({ kind: 'event', category: 'process' });
});

test('without a category, and with it written, event.category stands once or not at all', () => {
  expect(checkAnyQuery(parseQuery('any where true')).fields).toEqual([]);
  expect(checkAnyQuery(parseQuery('file where event.category : "f*"')).fields).toEqual(['event.category']);
});

test('an unknown field is warned of once by name, an optional one never', () => {
  const { fields, warnings } = checkAnyQuery(
    parseQuery('any where dns.x == 1 or dns.x : "a" or tls.path or ?tls.name or toString : "x"'),
  );
  expect(fields).toEqual([]);
  expect(warnings).toHaveLength(3);
  expect(warnings[0]).toContain('`dns.x`');
  expect(warnings[1]).toContain('`tls.path`');
  expect(warnings[2]).toContain('`toString`');
});
