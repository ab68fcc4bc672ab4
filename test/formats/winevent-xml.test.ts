import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src/formats/byte-source.ts';
import { TempFile } from '../../src/formats/temp-file.ts';
import { splitEvents } from '../../src/formats/winevent-xml.ts';
import { eventsOf } from '../support/events.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** Splits text that comes in chunks of some bytes. */
async function split(
  xml: string,
  { chunkBytes = 7, recordBytes = 10_000 } = {},
): Promise<{ records: unknown[]; rejects: string[]; numbers: number[] | undefined }> {
  const bytes = Buffer.from(xml);
  const source: ByteSource = {
    damage: undefined,
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
  const target = await TempFile.create(folder, 'ndjson');
  const { rejects, recordNumbers } = await splitEvents(source, target, recordBytes);
  await target.close();
  const lines = readFileSync(join(target.path), 'utf8').split('\n').slice(0, -1);
  return {
    records: lines.map((line) => JSON.parse(line) as unknown),
    rejects: rejects.map(({ record, reason }) => `${record} ${reason}`),
    numbers: recordNumbers === undefined ? undefined : [...recordNumbers],
  };
}

const event = (id: string, data = ''): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>${id}</EventID></System><EventData>${data}</EventData></Event>`;
const record = (id: string, data: unknown = ''): unknown => ({
  System: { EventID: id },
  EventData: data,
});

describe('splitEvents', () => {
  it.each([1, 2, 5, 64, 100_000])(
    'takes events however they stand, in chunks of %i bytes',
    async (chunkBytes) => {
      const alone = `<?xml version="1.0"?>\n${event('1')}`;
      const list = `<Events>${event('2', "<Data Name='Image'>C:\\a &lt;b&gt; é</Data>")}\r\n${event('3', '<Data>x</Data><Data>y</Data>')}</Events>`;
      expect(await split(alone + list, { chunkBytes })).toEqual({
        records: [
          record('1'),
          record('2', { Image: 'C:\\a <b> é' }),
          record('3', { param1: 'x', param2: 'y' }),
        ],
        rejects: [],
        numbers: undefined,
      });
    },
  );

  it('keeps attributes, and text beside them', async () => {
    const xml = `<Event><System><EventID Qualifiers='16384'>7045</EventID><Provider Name='P'/></System></Event>`;
    expect((await split(xml)).records).toEqual([
      {
        System: {
          EventID: { '#attributes': { Qualifiers: '16384' }, '#text': '7045' },
          Provider: { '#attributes': { Name: 'P' } },
        },
      },
    ]);
  });

  it('expands nothing, and loses only what is broken', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
    const xml = [
      bomb,
      event('1', '<Data Name="x">&b;</Data>'),
      event('2'),
      '<Event><System><EventID>3</System></Event>',
      '<Event><System><EventID>4</EventID></System>',
      event('5'),
      `<Event>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</Event>`,
      event('7', `<Data Name='x'>${'x'.repeat(5000)}</Data>`),
      event('8', '<Data Name="__proto__">p</Data><Data Name="constructor">c</Data>'),
      '<Event><System>',
    ].join('\n');
    const { records, rejects, numbers } = await split(xml, { recordBytes: 2000 });
    expect(rejects).toEqual([
      '1 not XML',
      '3 not XML',
      '4 not XML',
      '6 nested too deeply',
      '7 record too long',
      '9 cut off',
    ]);
    expect(numbers).toEqual([2, 5, 8]);
    expect(JSON.stringify(records[2])).toContain('"__proto__":"p","constructor":"c"');
  });
});

it('reads UTF-16 and tells the log by its channel', async () => {
  const xml = `<Events><Event xmlns='x'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2026-04-02T07:31:05.765432100Z'/><EventRecordID>7</EventRecordID><Channel>Security</Channel><Computer>FORGE-7</Computer></System><EventData><Data Name='NewProcessId'>0x1b6c</Data><Data Name='NewProcessName'>C:\\Windows\\System32\\cmd.exe</Data><Data Name='ProcessId'>0x113c</Data><Data Name='CommandLine'>{"#1"}</Data></EventData></Event></Events>`;
  const utf16 = Buffer.from(`\ufeff${xml}`, 'utf16le');
  expect(await eventsOf('security.xml', utf16)).toMatchObject([
    {
      source: 'security',
      kind: 'start',
      'host.name': 'FORGE-7',
      'process.pid': 7020,
      'process.name': 'cmd.exe',
      'process.command_line': '{"#1"}',
      'process.parent.pid': 4412,
      'process.start': '2026-04-02T07:31:05.765432Z',
    },
  ]);
});
