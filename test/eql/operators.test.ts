import { beforeAll, expect, test } from 'vitest';
import { hits } from './agree.ts';
import { Engine } from './engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

/** What stands after `process.name`, the values it keeps, and values it does not. */
const TABLE: readonly (readonly [operator: string, kept: readonly string[], dropped: readonly string[]])[] = [
  ['== "a*"', ['a*'], ['ab', 'A*', 'a']],
  ['== "a?"', ['a?'], ['ab']],
  ['!= "a"', ['A', '', 'aa'], ['a']],
  ['in ("a*", "B")', ['a*', 'B'], ['ab', 'b', 'A*']],
  ['not in ("a", "B")', ['A', 'b'], ['a', 'B']],
  ['in~ ("a*", "B?")', ['A*', 'a*', 'b?', 'B?'], ['ab', 'b']],
  ['not in~ ("a*", "É")', ['ab', 'é'], ['A*', 'É']],
  [': "Ab*"', ['ab', 'ABC', 'aB\n\\x'], ['a', 'xab', '']],
  [': "lsass.exe"', ['LSASS.EXE', 'lsass.exe'], ['lsass.exe ', 'lsassXexe']],
  [': ("a", "*.exe")', ['A', '.EXE', 'b.exe'], ['ab', 'exe']],
  ['like "Ab*"', ['Ab', 'Abc'], ['ab', 'AB']],
  ['like~ "Ab*"', ['Ab', 'abc', 'ABC'], ['Ac']],
  ['like ("x", "?b")', ['x', 'ab', '😀b', '\nb'], ['X', 'b', 'abb', 'aab']],
  ['like "?"', ['a', 'é', '😀', '\n', '?', '*'], ['', 'ab', '😀😀', 'e\u0301']],
  ['like "*?"', ['a', 'ab', '😀'], ['']],
  ['like "**"', ['', 'a'], []],
  ['like "*a*a*"', ['aa', 'xaxax'], ['a', 'xax']],
  ['like "ab*ba"', ['abba', 'abxba'], ['aba']],
  ['like "*?b?*"', ['abc', '😀b😀', 'xxabcxx'], ['bc', 'ab', 'b']],
  [': "?:\\\\Windows\\\\*"', ['c:\\windows\\x', 'D:\\Windows\\'], ['c:\\windows', 'cc:\\windows\\x']],
  [': """\\Device\\*"""', ['\\device\\x'], ['x\\device\\x']],
  ['like "[a]%_.^*"', ['[a]%_.^', '[a]%_.^x'], ['a%_.^', '[a]x_.^', '[a]%x.^', '[a]%_x^']],
  ['like "it\'s\\u{00}*"', ["it's\0", "it's\0x"], ["it's", 'it"s\0']],
  ['== "a\\u{00}b"', ['a\0b'], ['a', 'ab', 'a\0']],
  [': "K"', ['k', 'K'], ['\u212a']],
  ['!= "k"', ['K', '\u212a'], ['k']],
  [': "\u212a"', ['\u212a'], ['k', 'K']],
  [': "İ*"', ['İ', 'İX'], ['i', 'I', 'ı', 'i̇']],
  [': "i"', ['i', 'I'], ['İ', 'ı']],
  [': "ß"', ['ß'], ['ẞ', 'ss', 'SS']],
  [': "É?s"', ['Ées', 'ÉXS'], ['ées', 'Éeſ']],
  ['in~ ("éS", "ſ")', ['éS', 'és', 'ſ'], ['ÉS', 's', 'S']],
  ['< "b"', ['a', 'B', '', 'azz'], ['b', 'ba', 'é']],
  ['<= "b"', ['b', 'a'], ['b\0', 'c']],
  ['> "\uffee"', ['\uffef', '😀', '\u{10ffff}'], ['\uffee', '\ud7ff', 'z']],
  ['>= "😀"', ['😀', '😁'], ['\uffff', '\ue000']],
  ['regex "ab"', ['ab'], ['xab', 'abx', 'AB']],
  ['regex "a.b"', ['a\nb', 'a😀b', 'a\rb'], ['ab']],
  ['regex~ "A[b-d]+"', ['ab', 'ABCD', 'aDb'], ['a', 'abe']],
  ['regex ("a|b", "c{2,3}")', ['a', 'b', 'cc', 'ccc'], ['c', 'cccc', 'ab']],
  ['regex "^a$"', ['^a$'], ['a']],
  ['regex """\\d\\w\\s\\.\\""""', ['1_ ."', '9z\t."'], ['1__."', '1z x"']],
  ['regex """\\D[^\\d]"""', ['ab', '😀😀'], ['1a', 'a1']],
  ['regex """"a.b"x"""', ['a.bx'], ['aXbx', '"a.b"x']],
  ['regex """.*?net1[ ]+[a-z]{4,15}.*?"""', ['net1 local', 'xnet1   userx'], ['net1 ab']],
  ['regex "a{2,}b?()"', ['aa', 'aaaab'], ['a', 'ab']],
  ['regex "[]a-]+"', [']a-'], ['b', '']],
  ['regex """[^\\d\\D]*"""', [''], ['a']],
  ['regex ""', [''], ['a']],
  ['regex~ "[^k]s"', ['\u212aS', 'as'], ['ks', 'KS', 'aſ']],
  ['regex~ "[J-L][!-z]"', ['ka', 'Lz'], ['\u212aa', 'k\u212a']],
  ['regex """a\0\'"""', ["a\0'"], ["a'"]],
];

test.each(TABLE)('process.name %s', async (operator, kept, dropped) => {
  const rows = [...kept, ...dropped].map((name) => ({ 'process.name': name }));
  const found = await hits(engine, `any where process.name ${operator}`, rows);
  expect(found.map((index) => rows[index]?.['process.name'])).toEqual(kept);
});

test.each([
  ['not process.name == "b" and process.pid == 1', '(not process.name == "b") and process.pid == 1', [0, 3]],
  ['process.name : "b" or process.pid == 1 and process.name : "c"', '', [1, 3]],
  ['not (process.name == "b" and process.pid == 1)', '', [0, 2, 3]],
  ['not not process.name == "a"', 'process.name == "a"', [0, 2]],
  [
    'process.pid == 1 and not process.name in ("a", "b")',
    'process.pid == 1 and process.name not in ("a", "b")',
    [3],
  ],
])('precedence: %s', async (condition, same, expected) => {
  const rows = [
    { 'process.name': 'a', 'process.pid': 1 },
    { 'process.name': 'b', 'process.pid': 1 },
    { 'process.name': 'a', 'process.pid': 2 },
    { 'process.name': 'c', 'process.pid': 1 },
  ];
  expect(await hits(engine, `any where ${condition}`, rows)).toEqual(expected);
  if (same !== '') expect(await hits(engine, `any where ${same}`, rows)).toEqual(expected);
});
