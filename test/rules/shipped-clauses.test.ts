import { beforeAll, describe, expect, it } from 'vitest';
import type { EventQuery } from '../../src/eql/ast.ts';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { firedClause, listClauses } from '../../src/eql/clause.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { compilePredicate, type FieldReader, type Value } from '../../src/eql/predicate.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { type Case, CLAUSES_314, CLAUSES_323, type Clause, casesOf, WERMGR_RUNDLL32 } from './clauses.ts';

interface Compiled {
  readonly fires: (read: FieldReader) => boolean;
  readonly clause: (read: FieldReader) => string;
  readonly clauses: readonly string[];
  readonly warnings: readonly string[];
}

const VERSIONS = [314, 323] as const;
const compiled = new Map<number, Compiled>();

beforeAll(async () => {
  for (const version of VERSIONS) {
    const [rule] = (await findRules([`unusual_parentchild_relationship@${version}`])).rules;
    if (rule === undefined) throw new Error(`version ${version} is not shipped`);
    const checked = checkAnyQuery(parseQuery(rule.query, rule.path));
    const { warnings } = checked;
    const query = checked.query as EventQuery;
    compiled.set(version, {
      fires: compilePredicate(query),
      clause: firedClause(query),
      clauses: listClauses(query),
      warnings,
    });
  }
});

function of(version: number): Compiled {
  const found = compiled.get(version);
  if (found === undefined) throw new Error(`version ${version} was not compiled`);
  return found;
}

/** An event of an edge; a field given as undefined is missing. */
function event(changes: Readonly<Record<string, Value | readonly Value[] | undefined>>): FieldReader {
  const fields: Record<string, Value | readonly Value[] | undefined> = {
    'event.category': ['process'],
    'event.type': ['start'],
    'host.os.type': 'windows',
    ...changes,
  };
  return (field) => {
    const value = fields[field];
    if (value === undefined) return [];
    return typeof value === 'object' ? value : [value];
  };
}

function eventOf({ child, parent, parentExecutable, commandLine }: Case): FieldReader {
  return event({
    'process.name': child,
    'process.parent.name': parent,
    'process.parent.executable': parentExecutable,
    'process.command_line': commandLine,
  });
}

/** Whether a clause's text, as an alert prints it, is that of these facts. */
function isTextOf(text: string, { watches, names, allowed }: Clause): boolean {
  const [watched, other] =
    watches === 'child' ? ['process.name', 'process.parent.name'] : ['process.parent.name', 'process.name'];
  const list = (items: readonly string[]) =>
    items.length === 1 ? `"${items[0]}"` : `(${items.map((item) => `"${item}"`).join(', ')})`;
  return text.startsWith(`${watched} : ${list(names)} and not ${other} : ${list(allowed)}`);
}

describe.each(VERSIONS)('version %i', (version) => {
  const cases = casesOf(version);
  const clauses = version === 314 ? CLAUSES_314 : CLAUSES_323;

  it('has the clauses that its facts state, in their order, and reads only known fields', () => {
    const texts = of(version).clauses;
    expect(texts).toHaveLength(24);
    expect(clauses.filter((clause, index) => !isTextOf(texts[index] ?? '', clause))).toEqual([]);
    expect(of(version).warnings).toEqual([]);
  });

  it('has for each clause a case that fires it and one that does not', () => {
    for (const clause of clauses) {
      expect(cases.some((each) => each.fires && each.clause === clause)).toBe(true);
      for (const name of clause.names) {
        const side = clause.watches === 'child' ? 'child' : 'parent';
        expect(cases.some((each) => !each.fires && each[side] === name)).toBe(true);
      }
    }
  });

  it(`judges ${cases.length} edges as the facts do and names the clause`, () => {
    for (const each of cases) {
      const read = eventOf(each);
      const edge = `${each.parent} -> ${each.child}`;
      expect(of(version).fires(read), edge).toBe(each.fires);
      if (each.clause === undefined) continue;
      expect(isTextOf(of(version).clause(read), each.clause), `${edge}: ${of(version).clause(read)}`).toBe(
        true,
      );
    }
  });

  it.each<[string, Readonly<Record<string, Value | readonly Value[] | undefined>>, boolean]>([
    ['a process start on Windows', {}, true],
    ['event.type with more than start', { 'event.type': ['info', 'start'] }, true],
    ['an end', { 'event.type': ['end'] }, false],
    ['Start in capitals', { 'event.type': ['Start'] }, false],
    ['a process that was running already', { 'event.type': ['info'] }, false],
    ['no event.type', { 'event.type': undefined }, false],
    ['another system', { 'host.os.type': 'linux' }, false],
    ['no system', { 'host.os.type': undefined }, false],
    ['another category', { 'event.category': ['network'] }, false],
    ['no parent name', { 'process.parent.name': undefined }, false],
    ['an empty parent name', { 'process.parent.name': '' }, true],
    [
      'several parent names, one of them allowed',
      { 'process.parent.name': ['wininit.exe', 'explorer.exe'] },
      false,
    ],
  ])('%s', (_, changes, fires) => {
    const edge = { 'process.name': 'lsass.exe', 'process.parent.name': 'explorer.exe' };
    const read = event({ ...edge, 'process.parent.executable': 'C:\\Windows\\explorer.exe', ...changes });
    expect(of(version).fires(read)).toBe(fires);
  });
});

describe('the boundary between 314 and 323', () => {
  it.each([
    ['C:\\Windows\\explorer.exe', true],
    ['\\Device\\HarddiskVolume3\\Windows\\explorer.exe', true],
    ['\\device\\harddiskvolume3\\windows\\explorer.exe', false],
    ['\\\\server\\share\\explorer.exe', false],
    ['explorer.exe', false],
    ['', false],
    [undefined, false],
  ])('a parent at %s: 323 fires: %s, 314 always', (path, fires) => {
    const edge = {
      'process.name': 'lsass.exe',
      'process.parent.name': 'explorer.exe',
      'process.parent.executable': path,
    };
    expect(of(314).fires(event(edge))).toBe(true);
    expect(of(323).fires(event(edge))).toBe(fires);
  });

  it.each(WERMGR_RUNDLL32)('rundll32 below wermgr with %j: 323 lets it pass: %s', (commandLine, allowed) => {
    const edge = event({
      'process.name': 'RunDll32.exe',
      'process.command_line': commandLine,
      'process.parent.name': 'wermgr.exe',
      'process.parent.executable': 'C:\\Windows\\System32\\wermgr.exe',
    });
    expect(of(314).fires(edge)).toBe(true);
    expect(of(323).fires(edge)).toBe(!allowed);
  });

  it.each([
    ['dwm.exe', 'dwm.exe'],
    ['fontdrvhost.exe', 'dwm.exe'],
    ['RuntimeBroker.exe', 'Workplace Container Helper.exe'],
    ['spoolsv.exe', 'Workplace Starter.exe'],
    ['userinit.exe', 'KUsrInit.exe'],
    ['ngentask.exe', 'csrss.exe'],
    ['poqexec.exe', 'smss.exe'],
    ['conhost.exe', 'conhost.exe'],
  ])('%s below %s fires in 314 only', (child, parent) => {
    const edge = event({
      'process.name': child,
      'process.parent.name': parent,
      'process.parent.executable': `C:\\Program Files\\${parent}`,
    });
    expect([of(314).fires(edge), of(323).fires(edge)]).toEqual([true, false]);
  });

  it('keeps the child clause for SearchProtocolHost below itself, which only the parent clause lets pass', () => {
    const edge = event({
      'process.name': 'SearchProtocolHost.exe',
      'process.parent.name': 'SearchProtocolHost.exe',
      'process.parent.executable': 'C:\\Windows\\System32\\SearchProtocolHost.exe',
    });
    expect([of(314).fires(edge), of(323).fires(edge)]).toEqual([true, true]);
  });

  it('fires on a parent of the second half whose child has no name', () => {
    const edge = {
      'process.parent.name': 'csrss.exe',
      'process.parent.executable': 'C:\\Windows\\System32\\csrss.exe',
    };
    expect([of(314).fires(event(edge)), of(323).fires(event(edge))]).toEqual([true, true]);
  });
});
