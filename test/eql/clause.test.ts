import { expect, test } from 'vitest';
import { firedClause, listClauses } from '../../src/eql/clause.ts';
import { query } from './agree.ts';
import { readerOf } from './engine.ts';

const GUARDS = 'host.os.type == "windows" and event.type == "start" and process.parent.name != null';
const RULE = query(`process where ${GUARDS} and
  /* who starts it */
  (
    (process.name:"lsass.exe" and not process.parent.name:("wininit.exe")) or
    ((process.name:"dwm.exe" and process.pid > 4) or process.name:"a.exe") or
    (
      process.parent.name:("dwm.exe", "lsass.exe") or
      (process.parent.name:"svchost.exe" and (process.name:"b.exe" or process.name:"c.exe"))
    )
  )`);
const CLAUSES = [
  'process.name : "lsass.exe" and not process.parent.name : "wininit.exe"',
  'process.name : "dwm.exe" and process.pid > 4',
  'process.name : "a.exe"',
  'process.parent.name : ("dwm.exe", "lsass.exe")',
  'process.parent.name : "svchost.exe" and (process.name : "b.exe" or process.name : "c.exe")',
];

test('the clauses of a rule are the branches of its outermost disjunction, flattened', () => {
  expect(listClauses(RULE)).toEqual(CLAUSES);
});

test.each([
  ['LSASS.EXE', 'explorer.exe', 0],
  ['lsass.exe', 'dwm.exe', 0],
  ['dwm.exe', 'lsass.exe', 1],
  ['x.exe', 'dwm.exe', 3],
  ['c.exe', 'svchost.exe', 4],
])('%s below %s', (name, parent, clause) => {
  const read = readerOf({ 'process.name': name, 'process.parent.name': parent, 'process.pid': 5 });
  expect(firedClause(RULE)(read)).toBe(CLAUSES[clause]);
});

test('an event that no branch is true for gets the whole condition', () => {
  expect(firedClause(RULE)(readerOf({ 'process.name': 'x' }))).toMatch(/^host\.os\.type == "windows" and /);
});

test.each([
  ['any where process.name : "a" and not (process.pid == 1 or process.pid == 2)', null],
  ['any where process.name : "a"', null],
  ['any where process.name : "a" or (process.pid == 1 or process.pid == 2)', 3],
  ['any where process.pid == 3 and (process.pid == 4 and (process.pid == 1 or process.pid == 2))', 2],
  [
    'any where (process.pid == 1 and (process.pid == 4 or process.pid == 5)) and (process.pid == 6 or process.pid == 7 or true)',
    3,
  ],
])('%s', (text, count) => {
  const clauses = listClauses(query(text));
  if (count === null) expect(clauses).toEqual([text.replace('any where ', '')]);
  else expect(clauses).toHaveLength(count);
});
