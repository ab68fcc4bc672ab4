import { beforeAll, expect, test } from 'vitest';
import { hits } from './agree.ts';
import { Engine, type Row } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

const NONE = {
  'process.args': null,
  'process.name': null,
  'process.pid': null,
  'process.code_signature.exists': null,
  'process.start': null,
} satisfies Row;
const FULL = {
  'process.args': ['x', 'y'],
  'process.name': 'x',
  'process.pid': 7,
  'process.code_signature.exists': true,
  'process.start': Date.UTC(2024, 0, 2),
} satisfies Row;

/** Condition, then whether it holds for the values above, and whether it holds where every field is missing. */
const TABLE: readonly (readonly [condition: string, present: boolean, missing: boolean])[] = [
  ['process.args == "x"', true, false],
  ['process.args == "z"', false, false],
  ['process.args : "X"', true, false],
  ['process.args in ("a", "y")', true, false],
  ['process.args like "?"', true, false],
  ['process.args regex "[a-x]"', true, false],
  ['process.args < "y"', true, false],
  ['process.args >= "z"', false, false],
  ['process.args != "x"', false, true],
  ['process.args != "z"', true, true],
  ['not process.args == "x"', false, true],
  ['not process.args : ("x")', false, true],
  ['not process.args : ("z")', true, true],
  ['process.args not in ("y", "a")', false, true],
  ['process.args not in ("a", "b")', true, true],
  ['process.args not in~ ("Y")', false, true],
  ['process.pid > 5', true, false],
  ['5 < process.pid', true, false],
  ['5 > process.pid', false, false],
  ['7 <= process.pid', true, false],
  ['8 <= process.pid', false, false],
  ['8 >= process.pid', true, false],
  ['"a" > process.name', false, false],
  ['not (process.pid > 5)', false, true],
  ['not (process.pid > 7)', true, true],
  ['process.pid <= 5', false, false],
  ['process.args == null', false, true],
  ['process.args != null', true, false],
  ['process.name == null', false, true],
  ['null != process.pid', true, false],
  ['process.start == null', false, true],
  ['process.code_signature.exists', true, false],
  ['not process.code_signature.exists', false, true],
  ['process.code_signature.exists == true', true, false],
  ['process.code_signature.exists != true', false, true],
  ['not process.code_signature.exists == true', false, true],
  ['process.code_signature.exists == false', false, false],
  ['process.code_signature.exists != false', true, true],
  ['not (process.args : "x" and process.name == "x")', false, true],
  ['not (process.args : "x" and process.name == "z")', true, true],
  ['(process.pid > 5) == true', true, false],
  ['(process.pid > 5) == false', false, true],
  ['(process.pid > 5) != true', false, true],
  ['null == (process.pid > -1)', false, true],
  ['null != (process.pid > -1)', true, false],
  ['process.args : "x" and process.args : "y"', true, false],
  ['process.args == "x" and process.args != "y"', false, false],
  ['process.pid < null', false, false],
  ['not (process.pid < null)', true, true],
  ['process.name in (null, "x")', true, false],
  ['process.name in (null)', false, false],
  ['process.name not in (null)', true, true],
  ['?no.such.field == null', true, true],
  ['?no.such.field == 1', false, false],
  ['?no.such.field', false, false],
  ['not ?no.such.field : "x"', true, true],
  ['?no.such.field == process.name', false, false],
  ['?no.such.field != process.name', true, true],
  ['process.name == process.args', true, false],
  ['process.name != process.args', false, true],
  ['process.args < process.args', true, false],
  ['process.pid == process.pid', true, false],
  ['process.start >= process.start', true, false],
  ['true', true, true],
  ['not false', true, true],
  ['null == null', true, true],
  ['1 == null or null != null or 1 < null', false, false],
  ['1 < 2 and "a" < "b" and 2 in (1, 2) and "A" : "a" and "x" != "X"', true, true],
  ['null in (1) or null : "a" or "b" == "a"', false, false],
  ['process.start == "2024-01-02"', true, false],
  ['process.start > "2024-01-01T23:59:59.999Z"', true, false],
  ['process.start < "2024-01-02T01:00:00+01:00"', false, false],
  ['process.start <= "2024-01-02T01:00:00+01:00"', true, false],
  ['process.start in ("2023", "2024-01-02T00:00")', true, false],
  ['process.start == 1704153600000', true, false],
  ['process.pid == "7"', true, false],
  ['process.pid in ("1", 7, 2.5)', true, false],
  ['process.pid > 6.5 and process.pid < 7.5 and 7 == process.pid', true, false],
  ['process.code_signature.exists == "true"', true, false],
];

test.each(TABLE)('%s', async (condition, present, missing) => {
  const expected = [...(present ? [0] : []), ...(missing ? [1] : [])];
  expect(await hits(engine, `any where ${condition}`, [FULL, NONE])).toEqual(expected);
});

test('null, [] and [null] are missing, and "" is a value', async () => {
  const rows: Row[] = [
    { 'process.args': null },
    { 'process.args': [] },
    { 'process.args': [null] },
    { 'process.args': [''] },
  ];
  expect(await hits(engine, 'any where process.args == null', rows)).toEqual([0, 1, 2]);
  expect(await hits(engine, 'any where process.args == ""', rows)).toEqual([3]);
  expect(await hits(engine, 'any where process.args : "*"', rows)).toEqual([3]);
});

test('the category is one of the values of event.category, in its letter case', async () => {
  const rows: Row[] = [
    { 'event.category': ['process'] },
    { 'event.category': ['file', 'process'] },
    { 'event.category': ['Process'] },
    { 'event.category': null },
  ];
  expect(await hits(engine, 'process where true', rows)).toEqual([0, 1]);
  expect(await hits(engine, '"process" where not false', rows)).toEqual([0, 1]);
  expect(await hits(engine, 'any where true', rows)).toEqual([0, 1, 2, 3]);
});

test('whole numbers beyond the safe integers compare as the doubles that JavaScript reads', async () => {
  const rows: Row[] = [
    9007199254740991n,
    9007199254740992n,
    9007199254740993n,
    9223372036854775807n,
    -1n,
  ].map((pid) => ({ 'process.pid': pid }));
  expect(await hits(engine, 'any where process.pid == 9007199254740993', rows)).toEqual([1, 2]);
  expect(await hits(engine, 'any where process.pid > 9007199254740991', rows)).toEqual([1, 2, 3]);
  expect(await hits(engine, 'any where process.pid >= 9223372036854775807', rows)).toEqual([3]);
  expect(await hits(engine, 'any where process.pid < 1e300 and process.pid > -.5', rows)).toEqual([
    0, 1, 2, 3,
  ]);
});
