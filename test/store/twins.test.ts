import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';

it('tells names apart that differ in letter case alone', async () => {
  const record = (id: number, data: object) => ({
    winlog: { channel: 'Security', event_id: '4673', record_id: id, event_data: data },
    '@timestamp': '2026-03-10T08:00:00Z',
  });
  const records = [record(1, { ProcessId: '0x10' }), record(2, { ProcessID: '0x20' })];
  await using loaded = await caseOf({ 'x.ndjson': ndjson(records) });
  expect(loaded.report.files).toMatchObject([{ records: 2, events: 2 }]);
  expect(await loaded.rows('SELECT process.pid FROM events ORDER BY record')).toEqual([
    { pid: 16 },
    { pid: 32 },
  ]);
});
