import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { type FindOptions, findMatches } from '../../src/hunt/find-matches.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseFrom } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const { rule } = await shippedRule(314);
const compiled = (query: string) => compileRule({ ...rule, query });
const STARTS = 'process where event.type == "start" and ';

it.each([
  [
    'what came of Word, but not by a shell',
    'descendant of [process where process.name : "winword.exe"] and length(process.command_line) > 30 and not child of [process where process.name : "cmd.exe"]',
    ['OneDriveUpd.exe', 'conhost.exe', 'conhost.exe', 'net.exe', 'powershell.exe', 'svchost.exe'],
  ],
  ['children of one image', 'child of [process where process.name : "OneDriveUpd.exe"]', ['svchost.exe']],
  [
    'a chain by nested brackets',
    'child of [process where process.name : "powershell.exe" and child of [process where process.name : "winword.exe"]]',
    ['OneDriveUpd.exe', 'conhost.exe'],
  ],
  ['its own event', 'event of [process where process.name : "nltest.exe"]', ['nltest.exe']],
  ['nothing that never was', 'descendant of [process where process.name : "nothing.exe"]', []],
])('finds %s', async (_, condition, names) => {
  await using loaded = await caseFrom([['fixtures/example']]);
  const alerts = await hunt(loaded.database, [compiled(STARTS + condition)], { host: 'ws-014' });
  expect(alerts.map((alert) => alert.process?.name).sort()).toEqual(names);
});

it('answers over the whole case whatever the scope, and the same without narrowing', async () => {
  await using loaded = await caseFrom([['fixtures/example']]);
  const query = compiled(`${STARTS}descendant of [process where process.name : "winword.exe"]`);
  const matchesOf = async (options: FindOptions) => [
    ...((await findMatches(loaded.database, [query], options))[0]?.matches ?? []),
  ];
  const from = Date.parse('2026-03-10T08:13:00Z');
  const late = await matchesOf({ from });
  const all = await matchesOf({});
  expect(late.length).toBeGreaterThan(0);
  expect(late.length).toBeLessThan(all.length);
  expect(all).toEqual(expect.arrayContaining(late));
  expect(await matchesOf({ exhaustive: true })).toEqual(all);
});
