import { describe, expect, it } from 'vitest';
import { JSON_FORMS } from '../../../src/formats/evtx/json-record.ts';
import { xmlForm } from '../../../src/formats/evtx/xml-record.ts';
import { evtxOf, evtxOfEvents, TIME } from '../../support/evtx/evtx.ts';
import { readLog, readRecords } from '../../support/evtx/read-log.ts';
import { element, slot, type ValueSpec, value } from '../../support/evtx/xml.ts';

/** What one value is read as, in JSON and in XML. */
async function read(item: ValueSpec): Promise<[json: unknown, xml: string | undefined]> {
  const template = element('Event', {}, element('Item', {}, slot(0)));
  const log = evtxOf([{ id: 1n, written: TIME, template, values: [item] }]);
  const [record] = await readRecords(log);
  const { lines } = await readLog(log, { form: xmlForm });
  return [record?.Item, /^<Event>(.*)<\/Event>$/.exec(lines[0] ?? '')?.[1]];
}

const GUID = '5f385770' + '2ac2' + 'e043' + 'bf4c' + '06f5698ffbd9';

describe('a value', () => {
  it.each<[string, ValueSpec, unknown, string]>([
    ['null', value.null, null, '<Item/>'],
    [
      'text',
      value.text('C:\\Windows\\"a" & <b>'),
      'C:\\Windows\\"a" & <b>',
      '<Item>C:\\Windows\\"a" &amp; &lt;b&gt;</Item>',
    ],
    ['empty text', value.text(''), '', '<Item/>'],
    ['text that ends with NULs', value.text('a\0\0'), 'a', '<Item>a</Item>'],
    ['text outside ASCII', value.text('ü€𝄞'), 'ü€𝄞', '<Item>ü€𝄞</Item>'],
    ['control characters', value.text('\0a\u0001\t\r\n'), '\0a\u0001\t\r\n', '<Item>?a?\t&#xD;&#xA;</Item>'],
    ['8-bit text', value.ansi('caf\xe9'), 'café', '<Item>café</Item>'],
    ['signed bytes', value.int8(-5), -5, '<Item>-5</Item>'],
    ['bytes', value.uint8(200), 200, '<Item>200</Item>'],
    ['signed 16 bits', value.int16(-300), -300, '<Item>-300</Item>'],
    ['16 bits', value.uint16(65_535), 65_535, '<Item>65535</Item>'],
    ['signed 32 bits', value.int32(-(2 ** 31)), -(2 ** 31), `<Item>${-(2 ** 31)}</Item>`],
    ['32 bits', value.uint32(2 ** 32 - 1), 2 ** 32 - 1, `<Item>${2 ** 32 - 1}</Item>`],
    [
      'signed 64 bits',
      value.int64(-(2n ** 63n)),
      '-9223372036854775808',
      '<Item>-9223372036854775808</Item>',
    ],
    ['64 bits', value.uint64(2n ** 64n - 1n), '18446744073709551615', '<Item>18446744073709551615</Item>'],
    ['small 64 bits', value.uint64(7n), '7', '<Item>7</Item>'],
    ['a float', value.float(0.1), '0.100000001', '<Item>0.100000001</Item>'],
    ['a double', value.double(-1.5e300), '-1.5e+300', '<Item>-1.5e+300</Item>'],
    ['what is no number', value.double(Number.NaN), 'NaN', '<Item>NaN</Item>'],
    ['true', value.bool(1), true, '<Item>true</Item>'],
    ['false', value.bool(0), false, '<Item>false</Item>'],
    ['bytes as such', value.binary('00ff1a'), '00FF1A', '<Item>00FF1A</Item>'],
    [
      'a GUID',
      value.guid(GUID),
      '{7057385F-C22A-43E0-BF4C-06F5698FFBD9}',
      '<Item>{7057385F-C22A-43E0-BF4C-06F5698FFBD9}</Item>',
    ],
    ['a 32-bit size', value.size('10270000'), '0x2710', '<Item>0x2710</Item>'],
    ['a 64-bit size', value.size('1027000000000000'), '0x2710', '<Item>0x2710</Item>'],
    [
      'a time',
      value.filetime(TIME),
      '2026-03-10T08:00:00.1234567Z',
      '<Item>2026-03-10T08:00:00.1234567Z</Item>',
    ],
    [
      'a time of 1601',
      value.filetime(5n),
      '1601-01-01T00:00:00.0000005Z',
      '<Item>1601-01-01T00:00:00.0000005Z</Item>',
    ],
    [
      'no time at all',
      value.filetime(2n ** 64n - 1n),
      '18446744073709551615',
      '<Item>18446744073709551615</Item>',
    ],
    [
      'a system time',
      value.systemtime(2026, 3, 2, 10, 8, 1, 2, 34),
      '2026-03-10T08:01:02.034Z',
      '<Item>2026-03-10T08:01:02.034Z</Item>',
    ],
    [
      'a SID',
      value.sid(5, 21, 4_294_967_295, 500),
      'S-1-5-21-4294967295-500',
      '<Item>S-1-5-21-4294967295-500</Item>',
    ],
    ['32 bits in hex', value.hex32(0x3e7), '0x3e7', '<Item>0x3e7</Item>'],
    [
      '64 bits in hex',
      value.hex64(0x8020_0000_0000_0000n),
      '0x8020000000000000',
      '<Item>0x8020000000000000</Item>',
    ],
    ['texts', value.texts('a', '', 'b'), ['a', '', 'b'], '<Item>a</Item><Item/><Item>b</Item>'],
    [
      'texts without a NUL at the end',
      value.raw(0x81, Buffer.from('a\0b', 'utf16le')),
      ['a', 'b'],
      '<Item>a</Item><Item>b</Item>',
    ],
    ['8-bit texts', value.raw(0x82, Buffer.from('a\0b\0')), ['a', 'b'], '<Item>a</Item><Item>b</Item>'],
    ['numbers', value.array(0x06, '0100', 'ffff'), [1, 65_535], '<Item>1</Item><Item>65535</Item>'],
    ['numbers in hex', value.array(0x15, '0a00000000000000'), ['0xa'], '<Item>0xa</Item>'],
    [
      'SIDs',
      value.array(0x13, '010100000000000512000000', '010100000000000513000000'),
      ['S-1-5-18', 'S-1-5-19'],
      '<Item>S-1-5-18</Item><Item>S-1-5-19</Item>',
    ],
    ['a type of another size', value.raw(0x15, Buffer.from([1, 2, 3])), '010203', '<Item>010203</Item>'],
    ['nulls', value.raw(0x80, Buffer.from([1, 2])), [''], '<Item/>'],
    ['an unknown type', value.raw(0x7e, Buffer.from([0xab])), 'AB', '<Item>AB</Item>'],
    ['half a SID', value.raw(0x13, Buffer.from([1, 5, 0])), '010500', '<Item>010500</Item>'],
  ])('is read: %s', async (_, item, json, xml) => {
    expect(await read(item)).toEqual([json, xml]);
  });

  it('keeps half a surrogate pair in exact JSON, and not where a strict reader comes after', async () => {
    const log = evtxOfEvents([
      { data: { Image: value.raw(0x01, Buffer.from([0x41, 0, 0x00, 0xd8, 0x42, 0])) } },
    ]);
    expect((await readLog(log)).lines[0]).toContain('"Image":"A\ufffdB"');
    expect((await readLog(log, { form: JSON_FORMS.exact })).lines[0]).toContain('"Image":"A\\ud800B"');
  });
});

describe('a record', () => {
  it("keeps what the system says apart from the event's data of the same names", async () => {
    const [record] = await readRecords(
      evtxOfEvents([{ data: { Channel: 'mine', EventID: '7', Computer: '' } }]),
    );
    expect(record).toEqual({
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
        EventID: 1,
        TimeCreated: { '#attributes': { SystemTime: '2026-03-10T08:00:00.1234567Z' } },
        EventRecordID: '1',
        Correlation: null,
        Channel: 'Microsoft-Windows-Sysmon/Operational',
        Computer: 'WS-014.corp.example',
      },
      EventData: { Channel: 'mine', EventID: '7', Computer: '' },
    });
  });

  it.each<[string, ValueSpec, unknown]>([
    [
      'data without names',
      value.xml(element('EventData', {}, element('Data', {}, slot(0))), value.texts('a', 'b')),
      { EventData: { Data: ['a', 'b'] } },
    ],
    [
      'several data without names',
      value.xml(
        element(
          'EventData',
          {},
          element('Data', {}, slot(0)),
          element('Data', {}, 'fixed'),
          element('Binary', {}, slot(1)),
        ),
        value.text('a'),
        value.binary('ff'),
      ),
      { EventData: { Data: ['a', 'fixed'], Binary: 'FF' } },
    ],
    [
      'data of one name twice',
      value.xml(
        element(
          'EventData',
          {},
          element('Data', { Name: 'A' }, slot(0)),
          element('Data', { Name: 'A' }, slot(1)),
        ),
        value.text('x'),
        value.uint8(2),
      ),
      { EventData: { A: ['x', 2] } },
    ],
    [
      'data with a name that only the record knows',
      value.xml(
        element('EventData', {}, element('Data', { Name: slot(0) }, slot(1))),
        value.text('A'),
        value.text('x'),
      ),
      { EventData: { Data: { '#attributes': { Name: 'A' }, '#text': 'x' } } },
    ],
    [
      'data of a user',
      value.xml(
        element(
          'UserData',
          {},
          element(
            'LogFileCleared',
            { xmlns: 'urn:a' },
            element('SubjectUserName', {}, slot(0)),
            element('Empty'),
          ),
        ),
        value.text('admin'),
      ),
      {
        UserData: {
          LogFileCleared: { '#attributes': { xmlns: 'urn:a' }, SubjectUserName: 'admin', Empty: null },
        },
      },
    ],
    [
      'attributes of any type',
      value.xml(
        element(
          'EventData',
          {},
          element('A', { B: slot(0), C: slot(1), D: slot(2), E: slot(3), F: slot(4) }),
        ),
        value.texts('a', 'b'),
        value.null,
        value.ansi('caf\xe9'),
        value.raw(0x21, Buffer.from([0x0f, 1])),
        value.uint8(2),
      ),
      { EventData: { A: { '#attributes': { B: ['a', 'b'], D: 'café', E: '0F01', F: 2 } } } },
    ],
    [
      'attributes that are there only sometimes',
      value.xml(
        element(
          'EventData',
          {},
          element('A', { B: slot(0), C: slot(1) }, slot(2)),
          element('D', { E: slot(0) }, slot(2)),
        ),
        value.null,
        value.uint8(1),
        value.text('x'),
      ),
      { EventData: { A: { '#attributes': { C: 1 }, '#text': 'x' }, D: 'x' } },
    ],
    [
      'text between elements, and put together',
      value.xml(
        element('EventData', { A: slot(0) }, 'before', element('B', {}, 'x-', slot(0), '-y'), slot(1)),
        value.uint8(7),
        value.null,
      ),
      { EventData: { '#attributes': { A: 7 }, '#text': 'before', B: 'x-7-y' } },
    ],
    [
      'XML in XML in XML',
      value.xml(
        element('EventData', {}, slot(0)),
        value.xml(
          element('A', {}, slot(0), element('C', {}, slot(1))),
          value.xml(element('B', {}, 'x')),
          value.uint8(1),
        ),
      ),
      { EventData: { A: { B: 'x', C: 1 } } },
    ],
    ['nothing', value.null, {}],
  ])('is read with %s', async (_, content, expected) => {
    const log = evtxOfEvents([{ content }]);
    const [{ System, ...rest } = {}] = await readRecords(log);
    expect(System).toBeDefined();
    expect(rest).toEqual(expected);
    expect((await readLog(log, { form: xmlForm })).lines).toHaveLength(1);
  });

  it('is written with names that XML takes', async () => {
    const log = evtxOf([
      { id: 1n, written: TIME, template: element('1 <x>', { 'a"b': 'c"\n' }), values: [] },
    ]);
    expect((await readLog(log, { form: xmlForm })).lines).toEqual(['<_1__x_ a_b="c&quot;&#xA;"/>']);
  });
});
