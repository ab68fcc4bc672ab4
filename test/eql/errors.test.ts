import { expect, test } from 'vitest';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { EqlError } from '../../src/eql/source-error.ts';
import { InputError } from '../../src/model/errors.ts';

const N = 'process where process.name ';

/** A wrong query, line and column of the error, and a part of its reason. */
const TABLE: readonly (readonly [text: string, line: number, column: number, reason: string])[] = [
  ['', 1, 1, 'empty'],
  [' // nothing\n', 2, 1, 'empty'],
  ['process', 1, 8, 'expected `where`'],
  ['process where', 1, 14, 'found the end of the query'],
  ['where process.name == "a"', 1, 1, 'an event category or `any`'],
  ['process WHERE true', 1, 9, 'write `where`'],
  ['Any where true', 1, 1, 'write `any`'],
  [`${N}== "a" AND true`, 1, 35, 'write `and`'],
  [`${N}== "a"\n  OR true`, 2, 3, 'write `or`'],
  ['process where NOT true', 1, 15, 'write `not`'],
  [`${N}IN ("a")`, 1, 28, 'write `in`'],
  [`${N}== NULL`, 1, 31, 'write `null`'],
  [`${N}== 'a'`, 1, 31, 'double quotes'],
  [`${N}== ?"a"`, 1, 31, '"""between three double quotes"""'],
  [`${N}= "a"`, 1, 28, 'write `==`'],
  [`${N}!: "a"`, 1, 28, 'write `not field : …`'],
  [`${N}in ("a", "b",)`, 1, 40, 'comma'],
  [`${N}: ("a",)`, 1, 34, 'comma'],
  [`${N}in ()`, 1, 32, 'expected a field, a value or `(`'],
  [`${N}in "a"`, 1, 31, 'expected `(`'],
  [`${N}== "C:\\q"`, 1, 34, 'a backslash stands only before'],
  [`${N}== "\\u{110000}"`, 1, 32, 'no character has the number'],
  [`${N}== "\\u{d800}"`, 1, 32, 'no character has the number'],
  [`${N}== "\\u{1}"`, 1, 32, 'a backslash stands only before'],
  [`${N}== "abc`, 1, 31, 'does not end on its line'],
  [`${N}== "abc\n"`, 1, 31, 'does not end on its line'],
  [`${N}== """abc\n"""`, 1, 31, 'raw string does not end'],
  [`${N}== "abc" /* and`, 1, 37, 'never closed'],
  [`${N}== "a" == "b"`, 1, 35, 'do not chain'],
  ['any where 1 < process.pid < 3', 1, 27, 'do not chain'],
  [`${N}not like "a"`, 1, 28, 'write `not` before the field'],
  [`${N}: 5`, 1, 30, '`:` takes only strings'],
  [`${N}: (-5)`, 1, 31, '`:` takes only strings'],
  [`${N}: null`, 1, 30, '`:` takes only strings'],
  [`${N}: process.executable`, 1, 30, 'only strings'],
  ['any where process.pid : "4"', 1, 11, '`:` works on text'],
  ['any where process.pid like "4"', 1, 11, '`process.pid` holds numbers'],
  ['any where @timestamp regex~ "4"', 1, 11, '`@timestamp` holds dates'],
  ['any where process.code_signature.exists in~ ("true")', 1, 11, '`in~` works on text'],
  ['any where process.pid == "four"', 1, 26, 'holds numbers, so it cannot be compared with the text "four"'],
  ['any where process.pid in (1, true)', 1, 30, 'cannot be compared with true'],
  [`${N}== true`, 1, 31, 'holds text'],
  [`${N}< 5`, 1, 30, 'write "5"'],
  [`${N}in~ ("a", 5)`, 1, 38, '`in~` takes strings'],
  [`${N}in ("a", process.executable)`, 1, 37, 'only values can stand in a list'],
  ['any where @timestamp > "yesterday"', 1, 24, 'holds dates'],
  ['any where @timestamp > "2024-02-30"', 1, 24, 'holds dates'],
  ['any where process.code_signature.exists > true', 1, 43, 'no order'],
  ['any where process.pid == process.name', 1, 11, 'numbers and text do not compare'],
  ['any where 1 == "1"', 1, 11, 'do not compare'],
  ['any where true < false', 1, 11, 'no order'],
  ['any where process.name', 1, 11, 'no condition by itself'],
  ['any where true and "a"', 1, 20, 'a condition is expected'],
  ['any where null', 1, 11, 'a condition is expected'],
  ['any where (process.pid == 1) == 1', 1, 11, 'true, false or null'],
  ['any where (process.pid == 1) == (process.pid == 2)', 1, 11, 'true, false or null'],
  ['any where (process.pid == 1) : "a"', 1, 12, 'works on a field'],
  [`any where (process.name == "a"`, 1, 31, 'expected `)`'],
  [`any where process.name == "a")`, 1, 30, 'end of the query'],
  ['any where process.name == "a" process.pid == 1', 1, 31, 'expected `and`, `or`'],
  ['any where process.args[0] == "a"', 1, 23, 'takes no index'],
  ['any where sequence == 1', 1, 11, 'expected a field'],
  ['any where process.sequence == 1', 1, 19, 'needs backticks'],
  ['any where `a', 1, 11, 'not closed'],
  ['any where process.pid == 1e999', 1, 26, 'too large'],
  ['any where process.pid # 1', 1, 23, 'no meaning'],
  ['any where process.pid == 1 \ud800', 1, 28, 'surrogate'],
  ['any where parent of [process where true]', 1, 11, 'only `child of`'],
  ['any where child of [process where true', 1, 39, 'expected `]`'],
  ['any where true |', 1, 17, 'the name of a pipe'],
  [`${N}regex "a~"`, 1, 34, 'complement'],
  [`${N}regex "a@b"`, 1, 34, 'any string'],
  [`${N}regex "<1-9>"`, 1, 34, 'interval'],
  [`${N}regex ("a", "a|")`, 1, 40, 'too soon'],
  [`${N}regex "(?:a)"`, 1, 34, 'nothing to match before `?`'],
  [`${N}regex "(a"`, 1, 34, 'expected `)`'],
  [`${N}regex "a)"`, 1, 34, 'unexpected `)`'],
  [`${N}regex "[z-a]"`, 1, 34, 'backwards'],
  [`${N}regex "a{3,2}"`, 1, 34, 'least count'],
  [`${N}regex "(a{100}){100}"`, 1, 34, 'too large'],
  [`any where ${'('.repeat(5000)}`, 1, 139, 'nested more than'],
  [`any where ${'not '.repeat(5000)}true`, 1, 523, 'nested more than'],
  [`any where ${'1 + '.repeat(5000)}1 == 1`, 1, 525, 'nested more than'],
  ['sequence where true', 1, 10, 'expected `[`, `by` or `with maxspan`'],
  ['join [a where true] [b where true]', 1, 1, '`join` is no query of Elasticsearch'],
  ['sequence [a where true]', 1, 1, 'two terms or more'],
  ['sequence by [a where true] [b where true]', 1, 13, "expected a field's name"],
  ['sequence by x, [a where true] [b where true]', 1, 16, "expected a field's name"],
  ['sequence [a where true] [b where true', 1, 38, 'expected `and`, `or` or `]`'],
  ['sequence [a where true] [b where true]]', 1, 39, 'the end of the query'],
  ['sequence with maxspan=30 [a where true] [b where true]', 1, 26, 'a unit of time'],
  ['sequence with maxspan=30x [a where true] [b where true]', 1, 25, 'a unit of time'],
  ['sequence with maxspan=1.5h [a where true] [b where true]', 1, 23, 'whole number above zero'],
  ['sequence with maxspan 30s [a where true] [b where true]', 1, 23, 'expected `=`'],
  ['sequence with span=30s [a where true] [b where true]', 1, 15, 'expected `maxspan`'],
  ['sequence [a where true] with runs=0 [b where true]', 1, 35, 'from 1 to 100'],
  ['sequence [a where true] with runs=x [b where true]', 1, 35, 'a number of runs'],
  ['sequence [a where true] with count=2 [b where true]', 1, 30, 'expected `runs`'],
  ['sequence [a where true] by x [b where true]', 1, 30, '0 keys of its own'],
  ['sequence [a where true] by x [b where true] by y, z', 1, 48, '2 keys of its own'],
  ['sequence [a where true] [b where true] until [c where true] by x', 1, 64, '1 keys of its own'],
  ['sequence [a where true] ![b where true]', 1, 25, 'needs `with maxspan=…`'],
  ['sequence with maxspan=1s ![a where true] ![b where true]', 1, 1, 'must not be missing'],
  ['sequence with maxspan=1s [a where true] ![b where true] with runs=2', 1, 62, 'has no runs'],
  ['sequence [a where true] [b where true] until ![c where true]', 1, 46, 'only a term of a sequence'],
  ['sequence [a where true] fork=true [b where true]', 1, 25, '`fork` is no part'],
  ['sequence [a where true] [b where process.pid == "x"]', 1, 49, 'holds numbers'],
  ['sample by x [a where true]', 1, 1, 'two terms or more'],
  ['sample [a where true] [b where true]', 1, 1, 'needs keys'],
  ['sample by x [a where true] ![b where true]', 1, 28, 'only a term of a sequence'],
  ['sample by x [a where true] [b where true] with runs=3', 1, 28, 'no `with runs`'],
  ['any where true | unique process.name', 1, 16, 'no pipe `unique`, only `head` and `tail`'],
  ['any where true | head', 1, 16, 'takes one whole number'],
  ['any where true | tail 1.5', 1, 23, 'takes one whole number'],
  ['any where true | head -1', 1, 23, 'takes one whole number'],
  ['any where lenght(process.name) > 3', 1, 11, 'did you mean `length`?'],
  ['any where\n\tcidrmatsch(process.name, "::1")', 2, 2, 'did you mean `cidrMatch`?'],
  ['any where frobnicate(process.name)', 1, 11, 'there is no function `frobnicate`'],
  ['any where arrayContains(process.args, "a")', 1, 11, 'write `field : "value"`'],
  ['any where cidrMatch~(process.name, "::1")', 1, 11, '`cidrMatch` has no `~`'],
  [
    'any where length(process.pid) > 3',
    1,
    18,
    'argument 1 of `length` is text, not `process.pid` (a number)',
  ],
  ['any where startsWith(process.name, 5)', 1, 36, 'argument 2 of `startsWith` is text, not 5'],
  ['any where startsWith(process.name)', 1, 11, 'takes 2 arguments, not 1'],
  ['any where startsWith(process.name, "a", "b")', 1, 41, 'takes 2 arguments, not 3'],
  ['any where substring(process.name) == "a"', 1, 11, 'takes 2 to 3 arguments, not 1'],
  ['any where concat() == "a"', 1, 11, 'takes 1 or more arguments, not 0'],
  ['any where substring(process.name, 1.0) == "a"', 1, 35, 'a whole number, not 1'],
  ['any where cidrMatch(process.name, "10.0.0.0/33")', 1, 35, 'at most 32 bits'],
  ['any where cidrMatch(process.name, "::1", "10.0.0")', 1, 42, 'no IP address or block'],
  ['any where cidrMatch(process.name, process.executable)', 1, 35, 'only strings after its first'],
  ['any where match(process.name, "a", "(b")', 1, 36, 'expected `)`'],
  ['any where length(process.name)', 1, 11, 'the result of `length` (a number) is no condition'],
  ['any where 1 + 1', 1, 11, 'a number is no condition'],
  ['any where length(process.name) == "3"', 1, 35, 'do not compare'],
  ['any where length(process.name) : "3"', 1, 11, 'works on text, not on the result of `length`'],
  ['any where string(process.pid) in (1)', 1, 35, 'does not compare with text'],
  ['any where concat(process.name, "x") > process.pid', 1, 39, '(text) and `process.pid` (a number)'],
  ['any where process.name + 1 == 3', 1, 11, '`+` works on numbers, not on `process.name` (text)'],
  ['any where 4 == -process.name', 1, 17, '`-` works on numbers'],
  ['any where process.pid * (process.pid == 1) == 1', 1, 26, '`*` works on numbers'],
  ['any where string(child of [any where true]) == "true"', 1, 18, 'gives no value'],
  ['any where child of [any where process.pid : "a"]', 1, 31, '`:` works on text'],
  ['any where child of process', 1, 20, 'expected `[`'],
];

test.each(TABLE.map(([text, ...rest]) => [text.slice(0, 60), text, ...rest] as const))(
  '%s',
  (_, text, line, column, reason) => {
    const error = failure(text);
    expect({ line: error.line, column: error.column }).toEqual({ line, column });
    expect(error.reason).toContain(reason);
  },
);

test('the message shows the line, a caret below the place, and whose query it is', () => {
  const error = failure('process where\n  process.name = "ä"', 'rules/x.toml');
  expect(error).toBeInstanceOf(InputError);
  expect(error.place).toBe('rules/x.toml, line 2, column 16');
  expect(error.message).toBe(
    'line 2, column 16: `=` is not an operator; write `==`\n    process.name = "ä"\n                 ^',
  );
});

test('the excerpt of a long line is cut around the place, and the caret stays below it', () => {
  const error = failure(`any where process.name == "${'😀'.repeat(300)}" = "${'y'.repeat(300)}"`);
  const [, excerpt = '', caret = ''] = error.message.split('\n');
  expect(error.column).toBe(330);
  expect([...excerpt].length).toBeLessThanOrEqual(102);
  expect([...excerpt][caret.length - 1]).toBe('=');
});

test('the message passes no control characters on', () => {
  const error = failure('any where\tprocess.name == "\u001b[31m\u202e" "\u001b]0;x\u0007"');
  expect(error.message.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(error.message).toContain('any where process.name == "·[31m·"');
});

function failure(text: string, origin?: string): EqlError {
  try {
    checkAnyQuery(parseQuery(text, origin));
  } catch (error) {
    if (error instanceof EqlError) return error;
    throw error;
  }
  throw new Error(`no error for ${text}`);
}
