import { expect, it } from 'vitest';
import { caseOf } from '../support/case.ts';

const SYSMON = (pid: number): object => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'WS-1',
  UtcTime: '2026-03-10 08:00:00.000',
  ProcessId: pid,
  Image: 'C:\\Windows\\cmd.exe',
});
const DOCUMENT = (pid: number): object => ({
  '@timestamp': '2026-03-10T08:00:00Z',
  event: { category: ['process'], type: ['start'] },
  host: { name: 'H', os: { type: 'windows' } },
  process: { entity_id: `e${pid}`, pid, name: 'a.exe', executable: 'C:\\a.exe' },
});
const hit = (document: object): object => ({ _index: 'i', _id: '1', _source: document });
const OTHER = { EventID: 7036, Channel: 'System' };

/** More records than are looked at to guess what a file holds. */
const many = (record: (pid: number) => object): object[] =>
  Array.from({ length: 1500 }, (_, index) => record(index + 1));

it.each<[string, object[], object[]]>([
  ['another shape after events of one', many(SYSMON), [DOCUMENT(9001)]],
  ['another shape after events of several kinds', [OTHER, ...many(SYSMON)], [DOCUMENT(9001)]],
  ['documents after hits', many((pid) => hit(DOCUMENT(pid))), [DOCUMENT(9001)]],
  ['another shape in hits', many((pid) => hit(DOCUMENT(pid))), [hit(SYSMON(9001))]],
  ['hits after documents', many(DOCUMENT), [hit(SYSMON(9001))]],
  [
    'hits whose documents are fields',
    many((pid) => hit(DOCUMENT(pid))),
    [
      {
        _index: 'i',
        fields: { 'event.category': ['process'], 'event.type': ['start'], 'process.pid': [9001] },
      },
    ],
  ],
])('finds %s', async (_, before, after) => {
  const records = [...before, OTHER, ...after, OTHER];
  const lines = records.map((record) => JSON.stringify(record));
  lines.splice(700, 0, '', '  ');
  await using loaded = await caseOf({ 'x.ndjson': `${lines.join('\n')}\n` });
  const [file] = loaded.report.files;
  const others = records.filter((record) => record === OTHER).length;
  expect(file).toMatchObject({
    records: records.length,
    events: records.length - others,
    rejected: 0,
    skippedByKind: { 'system 7036': others },
  });
  const found = await loaded.rows<{ pid: number; record: number }>(
    'SELECT "process.pid" AS pid, record FROM flat.events WHERE "process.pid" = 9001 OR "process.pid" = 699',
  );
  const place = (pid: number): number =>
    records.findIndex((record) =>
      new RegExp(`"(pid|ProcessId|process.pid)":\\[?${pid}\\D`).test(JSON.stringify(record)),
    ) + 1;
  expect(found.find(({ pid }) => pid === 9001)?.record).toBe(place(9001));
  expect(found.find(({ pid }) => pid === 699)?.record).toBe(place(699));
});
