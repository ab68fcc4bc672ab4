import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const AID = 'c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5';
const start = (id: string, image: string, more: object = {}): object => ({
  event_simpleName: 'ProcessRollup2',
  aid: AID,
  ComputerName: 'FORGE-7',
  event_platform: 'Win',
  TargetProcessId: id,
  RawProcessId: id,
  ImageFileName: `\\Device\\HarddiskVolume3\\${image}`,
  CommandLine: image,
  ProcessStartTime: `177511506${id}.5`,
  ...more,
});
const falcon = [
  start('1', 'Temp\\x.exe'),
  start('2', 'Windows\\System32\\svchost.exe', { ParentProcessId: '1', ParentBaseFileName: 'X.EXE' }),
];

it('keeps paths as the sensor writes them, which the rules know', async () => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson(falcon) });
  const { rule } = await shippedRule(323);
  const firesFor = async (query: string): Promise<(string | null | undefined)[]> =>
    (await hunt(loaded.database, [compileRule({ ...rule, query })])).map(
      ({ process }) => process?.executable,
    );
  const path = '\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe';
  expect(
    await firesFor('process where process.executable : "\\\\Device\\\\HarddiskVolume*\\\\Windows\\\\*"'),
  ).toEqual([path]);
  expect(await firesFor('process where process.executable : "?:\\\\Windows\\\\*"')).toEqual([]);
  // Its condition on the parent's path is met by the parent in the tree.
  expect(await firesFor(rule.query)).toEqual([path]);
});

it('gives a parent no path from a process of another name', async () => {
  const [parent, child] = falcon as [object, object];
  await using loaded = await caseOf({
    'a.ndjson': ndjson([parent, { ...child, ParentBaseFileName: 'other.exe' }]),
  });
  expect(
    await loaded.rows(
      'SELECT process.parent.name AS name, process.parent.executable AS path FROM events WHERE process.pid = 2',
    ),
  ).toEqual([{ name: 'other.exe', path: null }]);
});

it('makes one process of the records of Falcon and of the Security log', async () => {
  const security = {
    EventID: 4688,
    Channel: 'Security',
    Hostname: 'forge-7.brook.example',
    TimeCreated: '2026-04-02T07:31:02.300Z',
    NewProcessId: '0x2',
    NewProcessName: 'C:\\Windows\\System32\\svchost.exe',
    ProcessId: '0x1',
  };
  const end = {
    EventID: 4689,
    Channel: 'Security',
    Hostname: 'forge-7.brook.example',
    TimeCreated: '2026-04-02T07:35:00Z',
    ProcessId: '0x1',
    ProcessName: 'D:\\temp\\x.exe',
  };
  await using loaded = await caseOf({ 'a.ndjson': ndjson([...falcon, security, end]) });
  expect(
    await loaded.rows(
      'SELECT name, p."end" IS NOT NULL AS ended, count(DISTINCT e.source) AS logs FROM flat.processes p JOIN flat.events e ON e.process_rid = p.rid GROUP BY ALL ORDER BY name',
    ),
  ).toEqual([
    { name: 'svchost.exe', ended: false, logs: 2 },
    { name: 'x.exe', ended: true, logs: 2 },
  ]);
});
