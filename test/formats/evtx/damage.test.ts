import { describe, expect, it } from 'vitest';
import {
  chunksOf,
  type EventSpec,
  eventRecord,
  evtxOf,
  evtxOfChunks,
  evtxOfEvents,
  TIME,
} from '../../support/evtx/evtx.ts';
import { readLog } from '../../support/evtx/read-log.ts';
import { element, slot, value } from '../../support/evtx/xml.ts';

const CHUNK = 65_536;
const HEADER = 4096;

const events = (count: number): EventSpec[] =>
  Array.from({ length: count }, (_, index) => ({
    recordId: index + 1,
    data: { Image: `C:\\${'x'.repeat(500)}.exe` },
  }));

/** Three chunks, and where their records begin in the file. */
function threeChunks(): { log: Buffer; records: number[] } {
  const chunks = chunksOf(events(120).map(eventRecord));
  const records = chunks.flatMap((chunk, index) => chunk.records.map((at) => HEADER + index * CHUNK + at));
  return { log: evtxOfChunks(chunks.map((chunk) => chunk.finish())), records };
}

describe('a log', () => {
  it('is read by its size, whatever number of chunks its header gives', async () => {
    const { log, records } = threeChunks();
    expect(log.length).toBe(HEADER + 3 * CHUNK);
    log.writeUInt16LE(1, 42);
    const read = await readLog(log);
    expect(read.lines).toHaveLength(records.length);
    expect(read.rejects).toEqual([]);
  });

  it('that lacks chunks which its header counts is cut off', async () => {
    const { log } = threeChunks();
    const { rejects } = await readLog(log.subarray(0, HEADER + 2 * CHUNK));
    expect(rejects).toEqual([
      { record: 0, reason: 'cut off', excerpt: `byte ${HEADER + 2 * CHUNK} to ${HEADER + 3 * CHUNK}` },
    ]);
  });

  it('that is cut off anywhere keeps every record before the cut', async () => {
    const { log, records } = threeChunks();
    for (let length = 0; length < log.length; length += 1013) {
      const { lines, rejects } = await readLog(log.subarray(0, length));
      const whole = records.filter((_, index) => {
        const next = records[index + 1] ?? log.length;
        const end = (records[index] as number) + log.readUInt32LE((records[index] as number) + 4);
        return Math.min(end, next) <= length;
      });
      expect(lines.length, `${length} bytes`).toBe(whole.length);
      expect(
        rejects.map(({ reason }) => reason),
        `${length} bytes`,
      ).toEqual(['cut off']);
    }
  });

  it('is read under wrong checksums, and rejected where they are required', async () => {
    const { log, records } = threeChunks();
    const inSecond = records.filter((at) => at > HEADER + CHUNK && at < HEADER + 2 * CHUNK);
    log[(inSecond[1] as number) - 40] = 0x79;
    log[100] = 1;
    const lenient = await readLog(log);
    expect([lenient.lines.length, lenient.rejects]).toEqual([records.length, []]);
    const strict = await readLog(log, { strict: true });
    expect(strict.lines).toHaveLength(records.length - inSecond.length);
    expect(strict.rejects).toEqual([
      { record: 0, reason: 'wrong checksum', excerpt: 'byte 0 to 4096' },
      { record: 0, reason: 'wrong checksum', excerpt: `byte ${HEADER + CHUNK} to ${HEADER + 2 * CHUNK}` },
    ]);
  });

  it('is whole where its checksums are right and required', async () => {
    const { log, records } = threeChunks();
    const { lines, rejects } = await readLog(log, { strict: true });
    expect([lines.length, rejects]).toEqual([records.length, []]);
  });

  it('with room that was never used has lost nothing', async () => {
    const { log } = threeChunks();
    const { rejects } = await readLog(Buffer.concat([log, Buffer.alloc(2 * CHUNK)]));
    expect(rejects).toEqual([]);
  });

  it('tells of chunks that are zeros, or no chunks, before others', async () => {
    const { log } = threeChunks();
    const whole = await readLog(log);
    const zeros = Buffer.alloc(2 * CHUNK);
    const read = await readLog(
      Buffer.concat([log.subarray(0, HEADER), zeros, Buffer.alloc(CHUNK, 0x41), log.subarray(HEADER)]),
    );
    expect(read.lines).toEqual(whole.lines);
    expect(read.rejects).toEqual([
      { record: 0, reason: 'zero-filled', excerpt: `byte ${HEADER} to ${HEADER + 2 * CHUNK}` },
      { record: 0, reason: 'no chunk', excerpt: `byte ${HEADER + 2 * CHUNK} to ${HEADER + 3 * CHUNK}` },
    ]);
  });
});

describe('a record', () => {
  it('whose header is overwritten takes no other with it', async () => {
    const { log, records } = threeChunks();
    log.fill(0xff, records[5], (records[5] as number) + 8);
    const read = await readLog(log);
    expect(read.lines).toHaveLength(records.length - 1);
    expect(read.rejects).toEqual([
      { record: 0, reason: 'damaged records', excerpt: `byte ${records[5]} to ${records[6]}` },
    ]);
  });

  it.each([
    ['says it is larger than its chunk', 0xffff_ffff],
    ['says it is smaller than its header', 8],
    ['says it ends in the middle of the next', 1000],
  ])('whose size %s is damaged, and others follow', async (_, size) => {
    const { log, records } = threeChunks();
    log.writeUInt32LE(size, (records[5] as number) + 4);
    const read = await readLog(log);
    expect(read.lines).toHaveLength(records.length - 1);
    expect(read.rejects).toHaveLength(1);
  });

  it('whose content is overwritten is rejected with its number, and where it is', async () => {
    const { log, records } = threeChunks();
    log[(records[5] as number) + 24 + 4] = 0x3f;
    const read = await readLog(log);
    expect(read.rejects).toEqual([
      {
        record: 6,
        reason: 'broken record',
        excerpt: `byte ${records[5]}: an unknown token; the checksums of its chunk are wrong`,
      },
    ]);
    expect(read.numbers.slice(3, 7)).toEqual([4, 5, 7, 8]);
  });
});

describe('what refers to itself or to nowhere is rejected, soon', () => {
  const reject = async (log: Buffer): Promise<string | undefined> => {
    const start = performance.now();
    const { lines, rejects } = await readLog(log);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(lines).toEqual([]);
    return rejects[0]?.excerpt.replace(/^byte \d+: |;.*/g, '');
  };
  const template = element('Event', {}, element('A', {}, slot(0)));
  const one = (): { chunk: Buffer; definition: number } => {
    const [writer] = chunksOf([{ id: 1n, written: TIME, template, values: [value.text('x')] }]);
    if (writer === undefined) throw new Error('no chunk');
    const chunk = writer.finish();
    return {
      chunk,
      definition: writer.templates.get(template) as number,
    };
  };

  it('a template past its chunk', async () => {
    const { chunk, definition } = one();
    chunk.writeUInt32LE(0xffff, definition + 20);
    expect(await reject(evtxOfChunks([chunk]))).toBe('a template lies outside the chunk');
    const { log, records } = threeChunks();
    log.writeUInt32LE(0xffff_fff0, (records[1] as number) + 24 + 10);
    const { rejects } = await readLog(log);
    expect(rejects.map(({ record, reason }) => [record, reason])).toEqual([[2, 'broken record']]);
    expect(rejects[0]?.excerpt).toContain('a template lies outside the chunk');
  });

  it('a name past its chunk', async () => {
    const { chunk, definition } = one();
    chunk.writeUInt32LE(0xffff_fff0, definition + 24 + 4 + 7);
    expect(await reject(evtxOfChunks([chunk]))).toBe('a name lies outside the chunk');
  });

  it('more values than there are', async () => {
    const { chunk, definition } = one();
    const size = chunk.readUInt32LE(definition + 20);
    chunk.writeUInt32LE(0xffff_ffff, definition + 24 + size);
    expect(await reject(evtxOfChunks([chunk]))).toBe('more values than there is room for');
  });

  it('a template that holds itself', async () => {
    const { chunk, definition } = one();
    const at = definition + 24 + 4;
    chunk.writeUInt8(0x0c, at);
    chunk.writeUInt8(0x01, at + 1);
    chunk.writeUInt32LE(definition, at + 6);
    chunk.writeUInt32LE(0, at + 10);
    chunk.writeUInt8(0, at + 14);
    expect(await reject(evtxOfChunks([chunk]))).toBe('templates are nested too deep');
  });

  it('binary XML in binary XML, deeper than anyone writes it', async () => {
    const layer = element('A', {}, slot(0));
    let content = value.xml(element('B'));
    for (let depth = 0; depth < 100; depth += 1) content = value.xml(layer, content);
    const log = evtxOf([{ id: 1n, written: TIME, template: layer, values: [content] }]);
    expect(await reject(log)).toBe('templates are nested too deep');
  });

  it('elements in elements, deeper than anyone writes them', async () => {
    let nested = element('A');
    for (let depth = 0; depth < 100; depth += 1) nested = element('A', {}, nested);
    const log = evtxOf([{ id: 1n, written: TIME, template: nested, values: [] }]);
    expect(await reject(log)).toBe('elements are nested too deep');
  });

  it('NULs before the end of a text, one of which would be the end', async () => {
    const nuls = '\0'.repeat(10_000);
    const start = performance.now();
    const { lines } = await readLog(
      evtxOfEvents([{ channel: `${nuls}x`, data: { A: value.ansi(`${nuls}x`), B: `${nuls}x` } }]),
      { wanted: () => true },
    );
    expect(lines).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('a value that is put in a thousand places, each of which is put in a thousand', async () => {
    const slots = Array.from({ length: 1000 }, () => slot(0));
    const wide = (name: string) => element(name, {}, ...slots);
    const bomb = value.xml(
      wide('A'),
      value.xml(wide('B'), value.xml(wide('C'), value.text('x'.repeat(1000)))),
    );
    const log = evtxOf([{ id: 1n, written: TIME, template: wide('Event'), values: [bomb] }]);
    expect(await reject(log)).toMatch(/expands too far|refers to itself too often/);
  });
});

describe('records that are not wanted', () => {
  it('are counted by channel and event id, and not decoded', async () => {
    const kinds = [1, 3, 3, 5, 1].map(
      (eventId, index): EventSpec => ({ eventId, recordId: index + 1, data: { Image: 'a' } }),
    );
    const log = evtxOfEvents([...kinds, { channel: 'Security', provider: 'x', eventId: 3 }]);
    const asked = new Set<string>();
    const read = await readLog(log, {
      wanted: ({ provider, channel, eventId }) => {
        asked.add(`${provider} ${channel} ${eventId}`);
        return eventId === '1';
      },
    });
    expect(read.numbers).toEqual([1, 5]);
    expect(read.skipped).toEqual({
      'Microsoft-Windows-Sysmon/Operational 3': 2,
      'Microsoft-Windows-Sysmon/Operational 5': 1,
      'Security 3': 1,
    });
    expect(asked).toContain('x Security 3');
    expect(await readLog(log, { wanted: () => true })).toEqual(await readLog(log));
  });

  it('are those that say what they are: others are decoded', async () => {
    const log = evtxOf([{ id: 1n, written: TIME, template: element('Event', {}, 'x'), values: [] }]);
    expect(await readLog(log, { wanted: () => false })).toEqual(await readLog(log));
  });
});
