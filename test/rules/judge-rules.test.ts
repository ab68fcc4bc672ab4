import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeRules } from '../../src/rules/judge-rules.ts';
import { surveyRules } from '../../src/rules/survey-rules.ts';
import { presenceOf } from '../../src/store/presence.ts';
import { caseOf, inFolder, ndjson, put } from '../support/case.ts';

const QUERIES = {
  whole: 'process where process.name : "a" and process.args : "b"',
  absent: 'process where process.hash.md5 == "a" or process.exit_code == 1',
  unknown: 'process where dns.x == "a" and ?dns.y == "b"',
  category:
    'sequence by process.entity_id with maxspan=1m [process where true] [file where true] ![network where true]',
  any: 'any where descendant of [process where process.name : "a"]',
  wrong: 'process where',
};

const START = {
  EventID: 4688,
  Channel: 'Security',
  Hostname: 'H',
  TimeCreated: '2026-01-01T00:00:00Z',
  NewProcessId: '0x10',
  NewProcessName: 'C:\\a.exe',
  CommandLine: 'a.exe b',
  ProcessId: '0x8',
};

const judge = (present?: Parameters<typeof judgeRules>[1]) =>
  inFolder(async (folder) => {
    for (const [name, query] of Object.entries(QUERIES)) put(folder, `${name}.eql`, query);
    const judgements = await judgeRules(await surveyRules([folder]), present);
    return Object.fromEntries(
      judgements.map(({ verdict, rule, gaps }) => [
        rule?.shortName,
        [verdict, ...(gaps?.absent ?? []), ...(gaps?.unknown ?? []), ...(gaps?.categories ?? [])],
      ]),
    );
  });

test('without a case only what can never be there keeps a rule from running as meant', async () => {
  expect(await judge()).toEqual({
    whole: ['runs'],
    absent: ['runs'],
    unknown: ['runs, but', 'dns.x'],
    category: ['runs'],
    any: ['runs'],
    wrong: ['wrong'],
  });
});

test('with a case also what its events do not have; the case is asked once', async () => {
  await using loaded = await caseOf({ 'start.ndjson': ndjson([START]) });
  const asked: string[][] = [];
  const judged = await judge((fields) => {
    asked.push([...fields]);
    return presenceOf(loaded.database, fields);
  });
  expect(asked).toHaveLength(1);
  expect(judged).toEqual({
    whole: ['runs'],
    absent: ['runs, but', 'process.hash.md5', 'process.exit_code'],
    unknown: ['runs, but', 'dns.x'],
    category: ['runs, but', 'file'],
    any: ['runs'],
    wrong: ['wrong'],
  });
});

test('an empty case has nothing', async () => {
  await using loaded = await caseOf({ 'none.ndjson': ndjson([{ EventID: 3, Channel: 'x' }]) });
  const presence = await presenceOf(loaded.database, ['process.name']);
  expect([presence.fields.size, presence.categories.size]).toEqual([0, 0]);
  expect((await presenceOf(loaded.database, [])).fields.size).toBe(0);
});

test('the shipped rules run', async () => {
  const judgements = await judgeRules(await surveyRules([join('queries', 'rules')]));
  expect(judgements.map(({ verdict }) => verdict)).toEqual(['runs', 'runs']);
});
