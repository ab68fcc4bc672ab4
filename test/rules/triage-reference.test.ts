import { expect, it } from 'vitest';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { shippedRule } from '../support/rules.ts';

const { programs, knownPairs, interpreters } = await triageReference();
const { rule } = await shippedRule(314);

/** The names that the rule compares in a field. */
const namesIn = (query: string, field: string): string[] =>
  [...query.matchAll(new RegExp(`[( ]${field} : (?:"([^"]+)"|\\(([^)]+)\\))`, 'g'))].flatMap(
    ([, one, several]) =>
      one === undefined ? (several ?? '').split(',').map((name) => name.trim().replaceAll('"', '')) : [one],
  );

it('says of every program that the rule watches what is expected of it', () => {
  const watched = rule.query
    .split(' or\n')
    .flatMap((branch) => [
      ...(/\(process\.name : /.test(branch) ? namesIn(branch.split('not ')[0] ?? '', 'process.name') : []),
      ...(/\(process\.parent\.name : /.test(branch)
        ? namesIn(branch.split('not ')[0] ?? '', 'process.parent.name')
        : []),
    ]);
  expect(watched.length).toBeGreaterThan(30);
  for (const name of watched) {
    const program = programs.get(name.toLowerCase());
    expect(program?.folders, name).not.toEqual([]);
    expect(program?.parents ?? program?.children, name).toBeDefined();
  }
});

it('expects no parent and no child on which the rule alerts, but those that other versions know', () => {
  const asChild = (name: string): string[] => programs.get(name)?.parents?.slice() ?? [];
  expect(asChild('lsass.exe')).toEqual(['wininit.exe']);
  expect(asChild('services.exe')).toEqual(['wininit.exe']);
  expect(asChild('csrss.exe')).toEqual(['smss.exe']);
});

it('is written in lower case, each thing once, each pattern true of the usual command line', () => {
  for (const [name, { folders, parents = [], children = [], groups = [] }] of programs)
    for (const list of [[name], folders, parents, children, groups]) {
      expect(list).toEqual(list.map((text) => text.toLowerCase()));
      expect(new Set(list).size).toBe(list.length);
    }
  const usual: readonly [string, string][] = [
    ['svchost.exe', 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule'],
    [
      'csrss.exe',
      '%SystemRoot%\\system32\\csrss.exe ObjectDirectory=\\Windows SharedSection=1024,20480,768 Windows=On',
    ],
    ['lsass.exe', 'C:\\Windows\\system32\\lsass.exe'],
    ['services.exe', 'C:\\Windows\\system32\\services.exe'],
    ['wininit.exe', 'wininit.exe'],
    ['winlogon.exe', 'winlogon.exe'],
    ['spoolsv.exe', 'C:\\Windows\\System32\\spoolsv.exe'],
    ['dllhost.exe', 'C:\\Windows\\system32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}'],
    ['runtimebroker.exe', 'C:\\Windows\\System32\\RuntimeBroker.exe -Embedding'],
    ['wmiprvse.exe', 'C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding'],
    ['logonui.exe', '"LogonUI.exe" /flags:0x0 /state0:0xa3b4f855 /state1:0x41c64e6d'],
    ['wermgr.exe', 'C:\\Windows\\system32\\wermgr.exe -upload'],
  ];
  for (const [name, line] of usual) expect(programs.get(name)?.commandLine?.test(line), line).toBe(true);
});

it('knows no pair whose parent runs what it is told to, but one that its place and the command line of the child hold', () => {
  const told = knownPairs.filter(({ isParent }) => [...interpreters].some((name) => isParent(name)));
  expect(told.map(({ parent, child }) => `${parent} > ${child}`)).toEqual([
    'OUTLOOK.EXE > SearchProtocolHost.exe',
  ]);
  expect(told[0]?.isParentPath?.('C:\\Users\\Public\\OUTLOOK.EXE')).toBe(false);
  expect(programs.get('searchprotocolhost.exe')?.commandLine).toBeDefined();
  expect(knownPairs.filter(({ isParent }) => isParent('nobody.exe'))).toEqual([]);
});
