import { expect, it } from 'vitest';
import { wantedActivity, wantedActivityCounts, wantedRecords } from '../../src/store/process-detail.ts';
import { want } from '../../src/store/processes.ts';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';
import { securityStart, sysmon, sysmonStart } from '../support/windows.ts';

const start = sysmonStart({ at: 1, record: 7 }, 100, 'C:\\Temp\\a.exe');
const connection = sysmon(
  3,
  { at: 2, record: 8 },
  { ProcessGuid: '{1}', ProcessId: 100, Image: 'C:\\Temp\\a.exe', DestinationIp: '10.0.0.9' },
);
/** The same record as a shipper forwards it, with milliseconds and other fields beside. */
const forwarded = (record: object) => {
  const { Channel, SourceName, EventID, Hostname, RecordNumber, TimeCreated, ...data } = record as Record<
    string,
    unknown
  >;
  return {
    '@timestamp': TimeCreated,
    host: { name: 'COLLECTOR' },
    winlog: {
      channel: Channel,
      provider_name: SourceName,
      event_id: String(EventID),
      computer_name: Hostname,
      record_id: RecordNumber,
      event_data: data,
    },
  };
};

const counts = async (loaded: TestCase) =>
  (
    await loaded.rows<{ kind: string; n: number }>(
      'SELECT kind, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL',
    )
  ).map(({ kind, n }) => `${kind} ${n}`);

it('counts a record once that was forwarded and exported locally, in one file or in two', async () => {
  const security = securityStart({ at: 3.0005, record: 9 }, 104, 'C:\\Temp\\b.exe');
  const local = [start, connection, security];
  await using two = await caseOf({ 'a.ndjson': ndjson(local), 'b.ndjson': ndjson(local.map(forwarded)) });
  expect(await counts(two)).toEqual(['network 1', 'start 2']);
  expect(two.report.links.findings.copies).toBe(3);
  expect(two.report.files.map(({ events }) => events)).toEqual([3, 3]);
  expect(
    await two.rows('SELECT count(*) AS n FROM copies WHERE path <> copy_of_path AND record = copy_of_record'),
  ).toEqual([{ n: 3 }]);
  await using one = await caseOf({ 'a.ndjson': ndjson([...local, ...local.map(forwarded)]) });
  expect(await counts(one)).toEqual(['network 1', 'start 2']);
});

it('keeps records of one number that are of another time, host or log', async () => {
  const path = 'C:\\Temp\\b.exe';
  const records = [
    securityStart({ at: 3, record: 9 }, 104, path),
    securityStart({ at: 300, record: 9 }, 104, path),
    securityStart({ at: 3, record: 9, host: 'WS-2' }, 104, path),
    sysmonStart({ at: 3, record: 9 }, 104, path),
  ];
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  expect(await counts(loaded)).toEqual(['start 4']);
});

const fileEvent = (at: number, path: string) => ({
  '@timestamp': `2026-03-10T08:00:${String(at).padStart(2, '0')}.000Z`,
  event: { category: ['file'], type: ['creation'], action: 'creation', dataset: 'endpoint.events.file' },
  agent: { type: 'endpoint' },
  host: { id: 'h1', name: 'WS-1', os: { type: 'windows' } },
  process: { entity_id: 'x1', pid: 9 },
  file: { path },
});

it('counts events without a record number once that overlapping exports have, as often as each has them', async () => {
  const twice = fileEvent(2, 'C:\\b');
  await using loaded = await caseOf({
    'a.ndjson': ndjson([fileEvent(1, 'C:\\a'), twice, twice, fileEvent(3, 'C:\\c')]),
    'b.ndjson': ndjson([twice, twice, fileEvent(3, 'C:\\c'), fileEvent(4, 'C:\\d')]),
  });
  expect(await counts(loaded)).toEqual(['file 5']);
  await using alone = await caseOf({ 'a.ndjson': ndjson([twice, twice]) });
  expect(await counts(alone)).toEqual(['file 2']);
});

it('takes records without a time or a number for no copies of each other', async () => {
  const program = (name: string, record: number, written?: string) => ({
    ...securityStart({ at: 3, record }, 100, `C:\\Temp\\${name}.exe`),
    ...(written === undefined ? {} : { TimeCreated: written }),
  });
  const timeless = ['a', 'b', 'c'].map((name) => program(name, 9, 'never'));
  const unnumbered = ['d', 'e'].map((name) => program(name, 0));
  await using loaded = await caseOf({ 'a.ndjson': ndjson([...timeless, ...unnumbered]) });
  expect(await counts(loaded)).toEqual(['start 5']);
});

it.each(['a', 'b'])('lets the record stand that says more, in file %s or the other', async (poor) => {
  const rich = securityStart({ at: 3, record: 9 }, 100, 'C:\\Temp\\a.exe', { CommandLine: 'a.exe -x' });
  const { CommandLine: _, ...less } = rich as Record<string, unknown>;
  const other = poor === 'a' ? 'b' : 'a';
  await using loaded = await caseOf({
    [`${poor}.ndjson`]: ndjson([forwarded(less)]),
    [`${other}.ndjson`]: ndjson([rich]),
  });
  expect(await loaded.rows('SELECT process.command_line FROM events')).toEqual([
    { command_line: 'a.exe -x' },
  ]);
  expect(await loaded.rows('SELECT process.command_line FROM processes')).toEqual([
    { command_line: 'a.exe -x' },
  ]);
});

it('counts a record once of which one export has whole seconds', async () => {
  const whole = { ...securityStart({ at: 3, record: 9 }, 100, 'C:\\Temp\\a.exe') };
  const exact = forwarded({ ...whole, TimeCreated: '2026-03-10T08:00:03.987Z' });
  await using loaded = await caseOf({ 'a.ndjson': ndjson([whole]), 'b.ndjson': ndjson([exact]) });
  expect(await counts(loaded)).toEqual(['start 1']);
  expect(await loaded.rows('SELECT count(*) AS n FROM processes')).toEqual([{ n: 1 }]);
});

it('counts what a process did once, in whatever number of exports', async () => {
  const local = [start, { ...connection, ProcessGuid: (start as { ProcessGuid: string }).ProcessGuid }];
  await using loaded = await caseOf({ 'a.ndjson': ndjson(local), 'b.ndjson': ndjson(local.map(forwarded)) });
  await want(loaded.database, [0]);
  expect(await wantedActivityCounts(loaded.database)).toEqual(new Map([[0, { network: 1 }]]));
  expect(await wantedActivity(loaded.database, 10)).toMatchObject([{ total: 1, subject: '10.0.0.9' }]);
  expect(await wantedRecords(loaded.database, 10)).toHaveLength(2);
});
