import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { caseOf } from '../support/case.ts';

const HEAD =
  'EventID,TimeGenerated,Computer,NewProcessId,NewProcessName,ProcessId,ParentProcessName,CommandLine';
const row = (pid: number, command = 'x'): string =>
  `4688,2026-03-10T08:00:0${pid}Z,H,0x${pid},C:\\a${pid}.exe,0x8,C:\\p.exe,${command}`;

it('numbers rows past those that were refused', async () => {
  const csv = [HEAD, row(1), 'too,few', row(2, '"two\nlines"'), 'again', row(3)].join('\r\n');
  await using loaded = await caseOf({ 'a.csv': csv });
  expect(loaded.report.files[0]).toMatchObject({ records: 5, events: 3, rejected: 2, skipped: 0 });
  const events = await loaded.rows('SELECT "process.pid" AS pid, record FROM flat.events ORDER BY record');
  expect(events).toEqual([
    { pid: 1, record: 1 },
    { pid: 2, record: 3 },
    { pid: 3, record: 5 },
  ]);
  expect(await loaded.rows('SELECT record, excerpt FROM flat.rejects ORDER BY record')).toEqual([
    { record: 2, excerpt: 'too,few' },
    { record: 4, excerpt: 'again' },
  ]);
});

it('gives no number twice where blank lines shift what is refused', async () => {
  const csv = [HEAD, row(1), '', '', row(2), 'bad', row(3), ''].join('\n');
  await using loaded = await caseOf({ 'a.csv': csv });
  const numbers = await loaded.rows<{ record: number }>(
    'SELECT record FROM flat.events UNION ALL SELECT record FROM flat.rejects ORDER BY record',
  );
  const records = loaded.report.files[0]?.records ?? 0;
  expect(numbers.map((each) => each.record)).toEqual(
    Array.from({ length: records }, (_, index) => index + 1),
  );
});

it('reads numbers as Kibana writes them', async () => {
  const csv = [
    '"@timestamp","event.category","event.type","host.name","process.pid","process.parent.pid","process.executable"',
    '"Mar 10, 2026 @ 08:00:00.000",process,start,H,"6,292","1,004,100","C:\\a.exe"',
  ].join('\n');
  await using loaded = await caseOf({ 'kibana.csv': csv });
  expect(
    await loaded.rows('SELECT "process.pid" AS pid, "process.parent.pid" AS parent FROM flat.events'),
  ).toEqual([{ pid: 6292, parent: 1_004_100 }]);
});

it('tells of compressed CSV that is cut off', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => row(index % 9, `"x ${index * 7919} y"`));
  const whole = gzipSync([HEAD, ...rows].join('\n'));
  await using loaded = await caseOf({ 'a.csv.gz': whole.subarray(0, whole.length - 2000) });
  const [file] = loaded.report.files;
  expect(file?.events).toBeGreaterThan(1000);
  expect(file?.rejectsByReason).toEqual({ 'cut off': 1 });
});

it('reads a row of 20 MB', async () => {
  await using loaded = await caseOf({
    'a.csv': [HEAD, row(1, 'A'.repeat(20 * 1024 * 1024)), row(2)].join('\n'),
  });
  expect(loaded.report.files[0]).toMatchObject({ events: 2, rejected: 0 });
});

const PORTAL = [
  '"TimeGenerated [UTC]",Type,DeviceId,DeviceName,ActionType,FileName,FolderPath,ProcessId,"ProcessCreationTime [UTC]",InitiatingProcessId,"InitiatingProcessCreationTime [UTC]",InitiatingProcessFileName',
  '"3/10/2026, 8:12:07.824 AM",DeviceProcessEvents,d1,ws-1,ProcessCreated,a.exe,C:\\a.exe,"7,020","3/10/2026, 8:12:06.824 AM",44,"3/10/2026, 8:12:05.824 AM",b.exe',
  '"10/3/2026, 8:12 o clock",DeviceProcessEvents,d1,ws-1,ProcessCreated,a.exe,C:\\a.exe,7021,"3/10/2026, 8:12:06.824 AM",44,"3/10/2026, 8:12:05.824 AM",b.exe',
].join('\r\n');

it('reads what the portal of Sentinel exports, and counts the times that it cannot read', async () => {
  await using loaded = await caseOf({ 'portal.csv': `\ufeff${PORTAL}\r\n` });
  expect(loaded.report.files[0]).toMatchObject({ events: 2, rejected: 0, withoutTime: 1 });
  expect(
    await loaded.rows(
      'SELECT "process.pid" AS pid, "@timestamp"::VARCHAR AS time, "process.start"::VARCHAR AS start, "process.parent.start"::VARCHAR AS parent FROM flat.events ORDER BY record',
    ),
  ).toEqual([
    {
      pid: 7020,
      time: '2026-03-10 08:12:07.824',
      start: '2026-03-10 08:12:06.824',
      parent: '2026-03-10 08:12:05.824',
    },
    { pid: 7021, time: null, start: '2026-03-10 08:12:06.824', parent: '2026-03-10 08:12:05.824' },
  ]);
});

it.each(['Local Time', 'UTC+02:00', 'Europe/Oslo'])('refuses times of the zone %s', async (zone) => {
  await using loaded = await caseOf({ 'portal.csv': PORTAL.replace('[UTC]', `[${zone}]`) });
  expect(loaded.report.unloaded).toEqual([
    expect.objectContaining({
      reason: `the times in its column "TimeGenerated [${zone}]" are not in UTC: set the portal to UTC and export again`,
    }),
  ]);
});

it('reads what is true or false in whatever words', async () => {
  const csv = [
    'event.category,event.type,host.name,process.executable,process.code_signature.exists,process.code_signature.trusted',
    'process,start,H,C:\\a.exe,True,0',
    'process,start,H,C:\\b.exe,1,FALSE',
    'process,start,H,C:\\c.exe,yes,perhaps',
  ].join('\n');
  await using loaded = await caseOf({ 'a.csv': csv });
  expect(
    await loaded.rows(
      'SELECT "process.code_signature.exists" AS signed, "process.code_signature.trusted" AS trusted FROM flat.events ORDER BY record',
    ),
  ).toEqual([
    { signed: true, trusted: false },
    { signed: true, trusted: false },
    { signed: true, trusted: null },
  ]);
});

const timesOf = async (...written: string[]): Promise<unknown[]> => {
  const rows = written.map((time, pid) => `4688,"${time}",H,0x${pid + 1},C:\\a.exe,0x8,C:\\p.exe,x`);
  await using loaded = await caseOf({ 'a.csv': [HEAD, ...rows].join('\n') });
  const times = await loaded.rows<{ time: string | null }>(
    'SELECT "@timestamp"::VARCHAR AS time FROM flat.events ORDER BY record',
  );
  return times.map(({ time }) => time);
};

it.each([
  [['12/3/2026, 12:12:07.824 AM'], ['2026-12-03 00:12:07.824']],
  [
    ['3/10/2026, 8:12:07\u202fPM', '3/11/2026 8:12:07'],
    ['2026-03-10 20:12:07', '2026-03-11 08:12:07'],
  ],
  [['3/10/2026 8:12:07.8241234 PM'], ['2026-03-10 20:12:07.824123']],
  [['Mar 10, 2026 8:12:07 PM'], ['2026-03-10 20:12:07']],
  [
    ['3/10/2026, 20:12:07.824', '3/23/2026, 0:00:00'],
    ['2026-03-10 20:12:07.824', '2026-03-23 00:00:00'],
  ],
  [
    ['10/03/2026, 8:12:07 pm', '23/03/2026, 8:12:07 am'],
    ['2026-03-10 20:12:07', '2026-03-23 08:12:07'],
  ],
])('reads the times %j as a portal writes them', async (written, times) => {
  expect(await timesOf(...written)).toEqual(times);
});

it.each([
  [['10/03/2026, 20:12:07', '3/10/2026, 8:12:07 am']],
  [['23/03/2026, 20:12:07', '3/23/2026, 20:12:07']],
  [['3/10/2026']],
])('does not guess at day and month of %j', async (written) => {
  expect(await timesOf(...written)).toEqual(written.map(() => null));
});
