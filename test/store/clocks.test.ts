import { expect, it } from 'vitest';
import { ingest } from '../../src/analyze.ts';
import { openCase } from '../../src/store/case.ts';
import { query } from '../../src/store/database.ts';
import { caseOf, inFolder, ndjson, put, type TestCase } from '../support/case.ts';
import { security, securityStart, sysmonStart } from '../support/windows.ts';

const IMAGE = 'C:\\Windows\\System32\\svchost.exe';

const witness = (written: number, host = 'WS-1') =>
  [10, 20, 30].map((at, index) => sysmonStart({ at, record: index + 1, written, host }, 100 + at, IMAGE));
const follower = (written: number, host = 'WS-1') => [
  ...[10, 20, 30].map((at, index) =>
    securityStart({ at, record: index + 50, written, host }, 100 + at, IMAGE),
  ),
  security(4689, { at: 25, record: 60, written, host }, { ProcessId: '0x6e', ProcessName: IMAGE }),
  security(4624, { at: 26, record: 61, written, host }, { TargetUserName: 'bob' }),
];

const securityTimes = async (loaded: TestCase): Promise<string[]> =>
  (
    await loaded.rows<{ time: string }>(
      `SELECT strftime("@timestamp", '%H:%M:%S') AS time FROM events WHERE log = 'security' ORDER BY record`,
    )
  ).map(({ time }) => time);

it('corrects what has the written time alone, where all records with both times agree', async () => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson([...witness(-4), ...follower(-4)]) });
  expect(await securityTimes(loaded)).toEqual(['08:00:10', '08:00:20', '08:00:30', '08:00:25', '08:00:26']);
  expect(loaded.report.links.findings.clocks).toEqual([
    {
      path: expect.stringMatching(/a\.ndjson$/),
      host: 'WS-1',
      shift_seconds: { least: -14_400, greatest: -14_400 },
      evidence: 3,
      affected: 5,
      repaired: 5,
    },
  ]);
  expect(
    await loaded.rows(
      `SELECT count(*) AS n, count("end") AS ended FROM flat.processes WHERE seen_via = 'start'`,
    ),
  ).toEqual([{ n: 3, ended: 1 }]);
  const [kept] = await loaded.rows(
    `SELECT strftime(event.created, '%H:%M:%S') AS written FROM events WHERE log = 'security' AND kind = 'start'`,
  );
  expect(kept).toEqual({ written: '04:00:10' });
});

it.each<[string, object[], object[]]>([
  [
    'records with both times disagree',
    [...witness(-4), sysmonStart({ at: 40, record: 9, written: -5 }, 7, IMAGE)],
    follower(-4),
  ],
  [
    'some were written long after',
    [...witness(-4), sysmonStart({ at: 40, record: 9, written: -4.1 }, 7, IMAGE)],
    follower(-4),
  ],
  ['there are too few', witness(-4).slice(0, 2), follower(-4)],
  ['it would be more than a day', witness(-30), follower(-30)],
  ['they are of another host', witness(-4, 'WS-2'), follower(-4)],
  ['nothing is shifted', witness(0), follower(0)],
])('leaves times as written where %s', async (_, sysmonRecords, securityRecords) => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson([...sysmonRecords, ...securityRecords]) });
  const written = (securityRecords as { TimeCreated: string }[]).map(({ TimeCreated }) =>
    TimeCreated.slice(11, 19),
  );
  expect(await securityTimes(loaded)).toEqual(written);
  expect(loaded.report.links.findings.clocks.map(({ repaired }) => repaired)).not.toContain(5);
});

it('corrects a file without evidence of its own only if its starts agree with the other log afterwards', async () => {
  await using shifted = await caseOf({ 'a.ndjson': ndjson(witness(2)), 'b.ndjson': ndjson(follower(2)) });
  expect(await securityTimes(shifted)).toEqual(['08:00:10', '08:00:20', '08:00:30', '08:00:25', '08:00:26']);
  await using right = await caseOf({ 'a.ndjson': ndjson(witness(2)), 'b.ndjson': ndjson(follower(0)) });
  expect(await securityTimes(right)).toEqual(['08:00:10', '08:00:20', '08:00:30', '08:00:25', '08:00:26']);
});

it('leaves times alone when told to, corrects them later, and takes that back when evidence to the contrary comes', async () => {
  await inFolder(async (folder) => {
    const database = await openCase(':memory:');
    const hours = () =>
      query(database, `SELECT DISTINCT hour("@timestamp") AS h FROM events WHERE log = 'security'`);
    const first = put(folder, 'a.ndjson', ndjson([...witness(-4), ...follower(-4)]));
    await ingest(database, [first], {}, { clockRepair: false });
    expect(await hours()).toEqual([{ h: 4 }]);
    await ingest(database, [put(folder, 'b.ndjson', ndjson(witness(-4, 'WS-9')))]);
    expect(await hours()).toEqual([{ h: 8 }]);
    await ingest(database, [first], {}, { clockRepair: false });
    expect(await hours()).toEqual([{ h: 4 }]);
    database.close();
  });
});

it('does not take chance for evidence: of pids that recur some always agree', async () => {
  const images = ['a', 'b', 'c'].map((name) => `C:\\${name}.exe`);
  const starts = (make: typeof sysmonStart, count: number, hours: number, written: number, seed: number) =>
    Array.from({ length: count }, (_, index) =>
      make(
        { at: hours * 3600 + index * 3, record: index + 1, written },
        100 + ((index * 7 + seed) % 40),
        images[(index * seed) % 3] as string,
      ),
    );
  const shifted = starts(sysmonStart, 1000, 0, 2, 3);
  await using right = await caseOf({
    'a.ndjson': ndjson(shifted),
    'b.ndjson': ndjson(starts(securityStart, 1000, 2, 0, 5)),
  });
  expect(right.report.links.findings.clocks.map(({ repaired }) => repaired)).toEqual([0]);
  await using late = await caseOf({
    'a.ndjson': ndjson(shifted),
    'b.ndjson': ndjson(starts(securityStart, 1000, 0, 2, 3)),
  });
  expect(late.report.links.findings.clocks.map(({ repaired }) => repaired)).toEqual([0, 1000]);
});

it('takes a correction back when its evidence goes, also where hosts are numbered anew', async () => {
  await inFolder(async (folder) => {
    const database = await openCase(':memory:');
    const add = (name: string, records: readonly object[]) =>
      ingest(database, [put(folder, name, ndjson(records))]);
    const hours = () =>
      query(database, `SELECT DISTINCT hour("@timestamp") AS h FROM events WHERE log = 'security'`);
    await add('a.ndjson', witness(2));
    await add('b.ndjson', follower(2));
    expect(await hours()).toEqual([{ h: 8 }]);
    await add(
      'c.ndjson',
      [...witness(0), ...witness(0, 'AA-1')].map((record, index) => ({
        ...record,
        RecordNumber: 100 + index,
      })),
    );
    expect(await hours()).toEqual([{ h: 10 }]);
    database.close();
  });
});
