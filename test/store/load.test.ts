import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LoadedFile } from '../../src/store/book.ts';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';

const start = (pid: number, extra: object = {}): Record<string, unknown> => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'WS-1',
  UtcTime: `2026-03-10 08:00:0${pid % 10}.000`,
  ProcessId: pid,
  Image: 'C:\\Windows\\cmd.exe',
  ...extra,
});
const line = (pid: number, extra: object = {}): string => JSON.stringify(start(pid, extra));
const other = '{"EventID":7036,"Channel":"System"}';

/** Where each process record came from. */
const places = (loaded: TestCase): Promise<{ pid: number; record: number }[]> =>
  loaded.rows('SELECT "process.pid" AS pid, record FROM flat.events ORDER BY record, pid');

function only(loaded: TestCase): LoadedFile {
  expect(loaded.report.files).toHaveLength(1);
  const file = loaded.report.files[0] as LoadedFile;
  expect(file.records).toBe(file.events + file.rejected + file.skipped);
  return file;
}

describe('dirty lines', () => {
  const dirty = [line(1), '', 'junk', other, '[1]', line(6), '{"cut": ', line(8), '  ', line(10)];

  it.each([
    ['plain', (text: string): string | Uint8Array => text, 'x.ndjson'],
    ['gzipped', (text: string): string | Uint8Array => gzipSync(text), 'x.ndjson.gz'],
    ['with a byte order mark', (text: string): string | Uint8Array => `\ufeff${text}`, 'x.ndjson'],
    ['with CRLF', (text: string): string | Uint8Array => text.replaceAll('\n', '\r\n'), 'x.ndjson'],
  ])('are rejected with their numbers and the rest is loaded: %s', async (_, pack, name) => {
    await using loaded = await caseOf({ [name]: pack(`${dirty.join('\n')}\n`) });
    expect(only(loaded)).toMatchObject({
      records: 8,
      events: 4,
      rejected: 3,
      skippedByKind: { 'system 7036': 1 },
      rejectsByReason: { 'not JSON': 2, 'not an object': 1 },
    });
    expect(await places(loaded)).toEqual([1, 6, 8, 10].map((pid) => ({ pid, record: pid })));
    const rejects = await loaded.rows<{ record: number }>('SELECT record FROM rejects ORDER BY record');
    expect(rejects.map(({ record }) => record)).toEqual([3, 5, 7]);
  });

  it('at the end of a gzip that is cut off', async () => {
    const whole = gzipSync(
      Array.from({ length: 3000 }, (_, index) => `${line(index + 1, { n: Math.sin(index) })}\n`).join(''),
    );
    await using loaded = await caseOf({ 'x.ndjson.gz': whole.subarray(0, whole.length >> 1) });
    const { events, rejected, rejectsByReason } = only(loaded);
    expect(rejectsByReason).toEqual({ 'cut off': 1 });
    expect(rejected).toBe(1);
    expect(events).toBeGreaterThan(500);
    const [last] = await loaded.rows<{ record: number; pid: number }>(
      'SELECT max(record) AS record, max("process.pid") AS pid FROM flat.events',
    );
    expect(last).toEqual({ record: events, pid: events });
  });
});

describe('odd records', () => {
  it('of more than 16 MiB', async () => {
    const long = 'x'.repeat(17 * 1024 * 1024);
    await using loaded = await caseOf({
      'x.ndjson': `${line(1)}\n${line(2, { CommandLine: long })}\n${line(3)}\n`,
    });
    expect(only(loaded)).toMatchObject({ events: 3, rejected: 0 });
    expect(await places(loaded)).toEqual([1, 2, 3].map((pid) => ({ pid, record: pid })));
    const [row] = await loaded.rows('SELECT max(length("process.command_line")) AS n FROM flat.events');
    expect(row).toEqual({ n: long.length });
  });

  it('with a key twice, deeply nested, or of one field in two forms', async () => {
    const deep = `{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","ProcessId":4,"x":${'['.repeat(500)}${']'.repeat(500)}}`;
    const twice = line(1).replace('{', '{"ProcessId":77,');
    const texts = [twice, line(2, { host: 'WS-1' }), line(3, { host: { name: 'WS-1' } }), deep];
    await using loaded = await caseOf({ 'x.ndjson': `${texts.join('\n')}\n` });
    expect(only(loaded)).toMatchObject({ records: 4, events: 4 });
    expect((await places(loaded)).map(({ record }) => record)).toEqual([1, 2, 3, 4]);
  });

  it('of several sources in one file', async () => {
    const security = {
      EventID: 4688,
      Channel: 'Security',
      Hostname: 'WS-1',
      TimeCreated: '2026-03-10T08:00:00Z',
      NewProcessId: '0x2',
      NewProcessName: 'C:\\a.exe',
    };
    const endpoint = {
      '@timestamp': '2026-03-10T08:00:00Z',
      event: { category: 'process', type: 'start' },
      process: { pid: 3 },
    };
    await using loaded = await caseOf({
      'x.ndjson': ndjson([start(1), security, { some: 'thing' }, endpoint]),
    });
    expect(only(loaded)).toMatchObject({ events: 3, skippedByKind: { unrecognised: 1 } });
    expect(await loaded.rows('SELECT source, record FROM flat.events ORDER BY record')).toEqual([
      { source: 'sysmon', record: 1 },
      { source: 'security', record: 2 },
      { source: 'ecs', record: 4 },
    ]);
  });
});

describe('names of files', () => {
  it.each([
    'a b.ndjson',
    "it's.ndjson",
    'a*b.ndjson',
    'a[1]?.ndjson',
    '{a,b}.ndjson',
    'ü"$1.ndjson',
    '100%.ndjson',
  ])('%s', async (name) => {
    const decoys = { 'axb.ndjson': `${line(9)}\n`, 'a1x.ndjson': `${line(8)}\n` };
    await using loaded = await caseOf({ ...decoys, [name]: `${line(1)}\n${line(2)}\n` });
    const own = loaded.report.files.find(({ path }) => path.endsWith(name));
    expect(own).toMatchObject({ records: 2, events: 2 });
    expect(loaded.report.files).toHaveLength(3);
  });
});

describe('CSV', () => {
  it('keeps rows with line breaks and rejects those of another width, by number', async () => {
    const text = [
      'EventID,Computer,TimeGenerated,NewProcessId,NewProcessName,CommandLine',
      '4688,WS-1,2026-03-10T08:00:00Z,0x1,C:\\a.exe,"one',
      'two"',
      '4688,WS-1,2026-03-10T08:00:01Z,0x2,C:\\a.exe',
      '4688,WS-1,2026-03-10T08:00:02Z,0x3,C:\\a.exe,"=cmd|\' /C calc\'!A0"',
      '4624,WS-1,2026-03-10T08:00:03Z,,,',
      '',
    ].join('\r\n');
    await using loaded = await caseOf({ 'x.csv': text });
    expect(only(loaded)).toMatchObject({ records: 4, events: 2, rejected: 1, skipped: 1 });
    const rows = await loaded.rows(
      'SELECT "process.pid" AS pid, "process.command_line" AS line FROM flat.events ORDER BY pid',
    );
    expect(rows).toEqual([
      { pid: 1, line: 'one\r\ntwo' },
      { pid: 3, line: "=cmd|' /C calc'!A0" },
    ]);
  });
});

it('loads the same content only once, under whatever name', async () => {
  await using loaded = await caseOf({ 'a.ndjson': `${line(1)}\n`, 'b.ndjson': `${line(1)}\n` });
  expect(only(loaded)).toMatchObject({ events: 1 });
  expect(loaded.report.unloaded).toEqual([
    {
      path: expect.stringMatching(/b\.ndjson$/),
      reason: expect.stringMatching(/same content as .*a\.ndjson/),
      twin: true,
    },
  ]);
});
