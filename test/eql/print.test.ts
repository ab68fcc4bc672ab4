import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expression, Query } from '../../src/eql/ast.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { printExpression, printQuery } from '../../src/eql/print.ts';
import { anyQuery } from './arbitrary-grammar.ts';

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const printed = printQuery(query);
      expect(bare(parseQuery(printed)), printed).toEqual(bare(query));
      expect(printed).toMatch(/^[^\p{Cc}]*$/u);
    }),
    { numRuns: 2000 },
  );
});

test('a tree is frozen to its leaves, and spans cut the text of a node out of the source', () => {
  const text = 'any where (a == -1 or not b in ("x", `y`)) and /* z */ f(?c.d, 1 + 2) : "q" | head 5';
  const seen: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    const { kind, span: place } = value as Expression;
    if (kind !== undefined) seen.push(text.slice(place.start, place.end));
    Object.values(value).forEach(visit);
  };
  visit(parseQuery(text));
  expect(seen).toEqual([
    text,
    '(a == -1 or not b in ("x", `y`)) and /* z */ f(?c.d, 1 + 2) : "q"',
    'a == -1 or not b in ("x", `y`)',
    ...['a == -1', 'a', '-1', 'not b in ("x", `y`)', 'b in ("x", `y`)', 'b', '"x"', '`y`'],
    ...[
      'f(?c.d, 1 + 2) : "q"',
      'f(?c.d, 1 + 2)',
      '?c.d',
      '1',
      '1 + 2',
      '1',
      '2',
      '"q"',
      '| head 5',
      '5',
    ].toSpliced(3, 1),
  ]);
});

test.each([
  ['any where a==1', 'any where a == 1'],
  ['"process" where a:("x")', 'process where a : "x"'],
  ['"any" where true', '"any" where true'],
  ['any where ((a or (b or c)) and (d and (e)))', 'any where (a or (b or c)) and (d and e)'],
  ['any where not (a in (1)) and not (b or c)', 'any where a not in (1) and not (b or c)'],
  [
    'any where a like~ """C:\\x"""" or b regex "\\u{1b}"',
    'any where a like~ "C:\\\\x\\"" or b regex "\\u{1b}"',
  ],
  ['any where `sequence`.`a b` == null and ?c.`by`', 'any where `sequence`.`a b` == null and ?c.`by`'],
  ['any where - a * (b - c) - (d - 1.) > +.5e3', 'any where -a * (b - c) - (d - 1.0) > 500.0'],
  ['any where EndsWith~ (a,"b")|head 5|tail 1', 'any where EndsWith~(a, "b") | head 5 | tail 1'],
  [
    'any where child of [a where descendant of [any where true]]',
    'any where child of [a where descendant of [any where true]]',
  ],
  [
    'sequence with maxspan=60s by a.b,?c [x where true] by d with runs=2\n![any where false] by d until [y where e] by d',
    'sequence by a.b, ?c with maxspan=1m [x where true] by d with runs=2 ![any where false] by d until [y where e] by d',
  ],
  [
    'sequence with maxspan=1500 ms [x where a][y where b]',
    'sequence with maxspan=1500ms [x where a] [y where b]',
  ],
  ['sample by a [x where b] [y where c]|tail 1', 'sample by a [x where b] [y where c] | tail 1'],
  ['any // x\n where /* y */ a == "//" // z', 'any where a == "//"'],
])('%s', (text, printed) => {
  expect(printQuery(parseQuery(text))).toBe(printed);
  const query = parseQuery(text);
  if (query.kind === 'event')
    expect(printExpression(query.where)).toBe(printed.replace(/^\S+ where /, '').replace(/ \|.*/, ''));
});

/** The tree without places and texts. */
function bare(query: Query): unknown {
  return JSON.parse(
    JSON.stringify(query, (key, value) => (key === 'span' || key === 'text' ? undefined : value)),
  );
}
