import { describe, expect, it } from 'vitest';
import { ingest } from '../../../src/analyze.ts';
import { openCase } from '../../../src/store/case.ts';
import { query } from '../../../src/store/database.ts';
import { inFolder, put } from '../../support/case.ts';
import { deletedRecords, imageEvents } from '../../support/evtx/deleted.ts';
import { chunksOf, eventRecord, evtxOfChunks } from '../../support/evtx/evtx.ts';

const CHUNK = 65_536;

/** What a case has of a log: events by path, record and image, and what was rejected. */
async function load(log: Buffer, carve: boolean): Promise<unknown[]> {
  return inFolder(async (folder) => {
    const database = await openCase(':memory:');
    const report = await ingest(database, [put(folder, 'a.evtx', log)], {}, { carve });
    const rows = await query<{ name: string; carved: boolean }>(
      database,
      'SELECT process.name AS name, carved FROM events ORDER BY source_id, record',
    );
    database.close();
    return [
      report.files.map((file) => [file.path.replace(/.*\//, ''), file.events, file.rejectsByReason]),
      rows.filter(({ carved }) => carved).map(({ name }) => name),
    ];
  });
}

describe('records that were deleted', () => {
  it('are carved on request, as a file of their own', async () => {
    const log = evtxOfChunks([deletedRecords()]);
    expect(await load(log, false)).toEqual([[['a.evtx', 6, {}]], []]);
    expect(await load(log, true)).toEqual([
      [
        ['a.evtx', 6, {}],
        ['a.evtx!carved', 4, {}],
      ],
      ['7.exe', '8.exe', '9.exe', '10.exe'],
    ]);
  });

  it('are carved where no chunk is', async () => {
    const chunk = deletedRecords();
    chunk.fill(0xff, 0, 8);
    expect(await load(evtxOfChunks([chunk]), true)).toEqual([
      [
        ['a.evtx', 0, { 'no chunk': 1 }],
        ['a.evtx!carved', 10, {}],
      ],
      imageEvents(10).map((_, index) => `${index + 1}.exe`),
    ]);
  });

  it('are rejected where another template has taken the place of theirs', async () => {
    const chunk = deletedRecords();
    const [other] = chunksOf(
      imageEvents(6).map((event) => eventRecord({ ...event, data: { ...event.data, More: 'x' } })),
    );
    if (other === undefined) throw new Error('no chunk');
    const newer = other.finish();
    const end = newer.readUInt32LE(48);
    const { records } = other;
    expect(end).toBeLessThan(CHUNK);
    // The six newer records are longer, and have run over the first of the deleted ones.
    newer.copy(chunk, 0, 0, end);
    expect(records).toHaveLength(6);
    const [files] = (await load(evtxOfChunks([chunk]), true)) as [[string, number, object][]];
    expect(files).toEqual([
      ['a.evtx', 6, {}],
      ['a.evtx!carved', 0, { 'broken carved record': 3 }],
    ]);
  });

  it('leave no file where there are none', async () => {
    const chunks = chunksOf(imageEvents(3).map(eventRecord)).map((writer) => writer.finish());
    expect(await load(evtxOfChunks(chunks), true)).toEqual([[['a.evtx', 3, {}]], []]);
  });
});
