import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSON_FORMS } from '../../../src/formats/evtx/json-record.ts';
import { xmlForm } from '../../../src/formats/evtx/xml-record.ts';
import { chunksOf, type EventSpec, eventRecord, evtxOfChunks } from '../../support/evtx/evtx.ts';
import { type ReadLog, readLog } from '../../support/evtx/read-log.ts';
import { element, slot, value } from '../../support/evtx/xml.ts';

/** Runs in all; `EVTX_FUZZ=100000` by hand. */
const RUNS = Number(process.env.EVTX_FUZZ ?? 8000);

const CHUNK = 65_536;

const EVENTS: EventSpec[] = Array.from({ length: 24 }, (_, index) =>
  index % 3 === 0
    ? {
        recordId: index,
        content: value.xml(
          element('EventData', {}, element('Data', {}, slot(0)), element('Binary', {}, slot(1))),
          value.texts('a', 'b'),
          value.binary('00ff'),
        ),
      }
    : {
        recordId: index,
        eventId: index % 7,
        data: {
          Image: `C:\\${index}.exe`,
          UtcTime: value.filetime(2n ** 56n),
          Sid: value.sid(5, 18),
          LogonId: value.hex64(0x3e7n),
        },
      },
);

const WRITERS = [chunksOf(EVENTS.map(eventRecord)), chunksOf(EVENTS.slice(0, 5).map(eventRecord))].flat();
const CHUNKS = WRITERS.map((writer) => writer.finish());
const LOG = evtxOfChunks(CHUNKS);

/** Where a change hurts: chunk headers, record headers, instances, definitions and the tables of values behind them. */
const SORE = WRITERS.flatMap((writer, index) => {
  const chunk = 4096 + index * CHUNK;
  const header = [0, 8, 16, 40, 44, 48, 52, 124].map((at) => chunk + at);
  const records = writer.records.flatMap((at) =>
    [0, 4, 8, 24, 28, 30, 34, 38, 42].map((part) => chunk + at + part),
  );
  const templates = [...writer.templates.values()].flatMap((at) =>
    [0, 4, 20, 24, 28, 29, 31, 35, 39, 40].map((part) => chunk + at + part),
  );
  return [...header, ...records, ...templates];
});

type Mutation = (log: Buffer) => Buffer;

const place = fc.oneof(
  fc.tuple(fc.constantFrom(...SORE), fc.nat(3)).map(([at, step]) => at + step),
  fc.constantFrom(0, 1).chain((chunk) => fc.nat(9000).map((at) => 4096 + chunk * CHUNK + at)),
  fc.nat(LOG.length - 5),
);
/** Numbers that are sizes and offsets which exist, or nearly. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 0x7fff_ffff, 0xffff_ffff, 0x2a2a, CHUNK, ...SORE.map((at) => (at - 4096) % CHUNK)),
  fc.nat(CHUNK),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(
    ([at, byte]): Mutation =>
      (log) => {
        if (at < log.length) log[at] = byte;
        return log;
      },
  ),
  fc.tuple(place, size).map(
    ([at, number]): Mutation =>
      (log) => {
        if (at + 4 <= log.length) log.writeUInt32LE(number, at);
        return log;
      },
  ),
  fc.tuple(place, size).map(
    ([at, number]): Mutation =>
      (log) => {
        if (at + 2 <= log.length) log.writeUInt16LE(number & 0xffff, at);
        return log;
      },
  ),
  fc.tuple(place, place, fc.nat(600)).map(
    ([from, to, length]): Mutation =>
      (log) => {
        if (from < log.length && to < log.length)
          log.copy(log, to, from, Math.min(from + length, log.length));
        return log;
      },
  ),
  fc.tuple(place, fc.nat(3000)).map(
    ([at, length]): Mutation =>
      (log) =>
        log.fill(0, Math.min(at, log.length), Math.min(at + length, log.length)),
  ),
  fc.tuple(place).map(
    ([at]): Mutation =>
      (log) =>
        log.subarray(0, at),
  ),
);

/** Every number from 1 on is a record that was read, or one that was rejected. */
function expectConserved({ lines, rejects, skipped, numbers }: ReadLog): void {
  expect(numbers).toHaveLength(lines.length);
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  const numbered = [...numbers, ...rejects.flatMap(({ record }) => (record === 0 ? [] : [record]))];
  expect(new Set(numbered).size).toBe(numbered.length);
  if (left === 0) expect(numbered.sort((a, b) => a - b)).toEqual(numbered.map((_, index) => index + 1));
}

const mutated = (mutations: readonly Mutation[]): Buffer =>
  mutations.reduce<Buffer>((log, mutate) => mutate(log), Buffer.from(LOG));

describe('a log that was changed anywhere', () => {
  it('is read to its end within a second, and every record is accounted for', {
    timeout: 3_600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (mutations, isXml) => {
          const log = mutated(mutations);
          const start = performance.now();
          const read = await readLog(log, { form: isXml ? xmlForm : JSON_FORMS.exact });
          const some = await readLog(log, { wanted: ({ eventId }) => eventId !== '3' });
          expect(performance.now() - start).toBeLessThan(1000);
          expectConserved(read);
          expectConserved(some);
          expectConserved(await readLog(log, { carve: true }));
          if (!isXml) for (const line of read.lines) JSON.parse(line);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('was whole before', async () => {
    const { lines, rejects } = await readLog(LOG);
    expect([lines.length, rejects]).toEqual([29, []]);
  });
});
