import { expect, it } from 'vitest';
import { ndjson } from '../support/case.ts';
import { eventOf, eventsOf } from '../support/events.ts';

const flat = {
  EventID: 4688,
  Channel: 'Security',
  Hostname: 'WS-1',
  NewProcessId: '0x2',
  NewProcessName: 'C:\\a.exe',
};

it.each([
  ['2026-03-10T08:12:07Z', '2026-03-10T08:12:07.000Z'],
  ['2026-03-10T08:12:07.8251239Z', '2026-03-10T08:12:07.825123Z'],
  ['2026-03-10T08:12:07.825123987Z', '2026-03-10T08:12:07.825123Z'],
  ['2026-03-10T10:12:07.825+02:00', '2026-03-10T08:12:07.825Z'],
  ['2026-03-10T02:42:07.825-05:30', '2026-03-10T08:12:07.825Z'],
  ['2026-03-10 08:12:07.825', '2026-03-10T08:12:07.825Z'],
  ['2026-03-29T02:30:00', '2026-03-29T02:30:00.000Z'],
  [1773130327825, '2026-03-10T08:12:07.825Z'],
  ['1773130327', '2026-03-10T08:12:07.000Z'],
  [1773130327.825, '2026-03-10T08:12:07.825Z'],
  ['134176039278250000', '2026-03-10T08:12:07.825Z'],
  ['Mar 10, 2026 @ 08:12:07.825', '2026-03-10T08:12:07.825Z'],
])('reads %j', async (written, time) => {
  expect(await eventOf({ ...flat, TimeCreated: written })).toMatchObject({
    '@timestamp': time,
    'process.start': time,
  });
});

it.each(['', 'yesterday', '-', '0000'])('has no time for %j', async (written) => {
  expect(await eventOf({ ...flat, TimeCreated: written })).not.toHaveProperty(['@timestamp']);
});

it.each([
  ['2026-03-10 03:12:07', '2026-03-10T08:12:09.500Z', '2026-03-10T08:12:07.000Z'],
  ['2026-03-10 13:42:07', '2026-03-10T08:12:09.500Z', '2026-03-10T08:12:07.000Z'],
  ['2026-03-10 08:12:07', '2026-03-10T08:12:07.000Z', '2026-03-10T08:12:07.000Z'],
])('finds the offset of the local time %s that NXLog received at %s', async (local, received, time) => {
  expect(await eventOf({ ...flat, EventTime: local, '@timestamp': received })).toMatchObject({
    'process.start': time,
  });
});

it('believes Sysmon rather than the time at which its record was written', async () => {
  const record = {
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    TimeCreated: '2026-03-10T00:12:07Z',
    UtcTime: '2026-03-10 08:12:07.824',
  };
  expect(await eventOf(record)).toMatchObject({ 'process.start': '2026-03-10T08:12:07.824Z' });
});

it('knows an event id that was written as a fraction', async () => {
  expect(await eventOf({ ...flat, EventID: '4688.0' })).toMatchObject({ 'event.code': '4688' });
});

it('takes a time without an offset for UTC, whatever zone the record before it names', async () => {
  const times = ['2026-03-10 08:12:07 Europe/Berlin', '2026-03-10 08:12:08', '2026-03-10T08:12:09'];
  const events = await eventsOf('a.ndjson', ndjson(times.map((time) => ({ ...flat, TimeCreated: time }))));
  expect(events.map((event) => event['@timestamp'])).toEqual([
    '2026-03-10T07:12:07.000Z',
    '2026-03-10T08:12:08.000Z',
    '2026-03-10T08:12:09.000Z',
  ]);
});
