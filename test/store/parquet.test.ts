import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openCase } from '../../src/store/case.ts';
import { execute } from '../../src/store/database.ts';
import { caseOf, inFolder } from '../support/case.ts';

/** The bytes of a Parquet file with the rows of a query. */
async function parquetOf(rows: string): Promise<Buffer> {
  return inFolder(async (folder) => {
    const path = join(folder, 'rows.parquet');
    const database = await openCase(':memory:');
    await execute(database, `COPY (${rows}) TO '${path}' (FORMAT parquet)`);
    database.close();
    return readFileSync(path);
  });
}

const FLAT = `SELECT 4688 AS "EventID", 'Security' AS "Channel", 'FORGE-7' AS "Computer", TIMESTAMP '2026-04-02 07:31:05.765432' AS "TimeCreated", '0x1b6c' AS "NewProcessId", 'C:\\Windows\\System32\\cmd.exe' AS "NewProcessName", '0x113c' AS "ProcessId" UNION ALL SELECT 7036, 'System', 'FORGE-7', NULL, NULL, NULL, NULL`;
const NESTED = `SELECT TIMESTAMPTZ '2026-04-02 07:31:05Z' AS "@timestamp", {'type': 'endpoint'} AS agent, {'category': ['process'], 'type': ['start']} AS event, {'entity_id': 'a', 'pid': 7, 'args': ['a', 'b c'], 'Ext': {'ancestry': ['p', 'q']}} AS process`;

it('reads flat rows, and those of nested columns', async () => {
  await using loaded = await caseOf({
    'a.parquet': await parquetOf(FLAT),
    'b.parquet.gz': gzipSync(await parquetOf(NESTED)),
  });
  expect(loaded.report.files.map(({ records, skippedByKind }) => ({ records, skippedByKind }))).toEqual([
    { records: 2, skippedByKind: { 'system 7036': 1 } },
    { records: 1, skippedByKind: {} },
  ]);
  expect(
    await loaded.rows(
      'SELECT log, process.pid, process.args, process.start::VARCHAR AS start FROM events ORDER BY log',
    ),
  ).toMatchObject([
    { log: 'ecs', pid: 7, args: ['a', 'b c'], start: '2026-04-02 07:31:05' },
    { log: 'security', pid: 7020, start: '2026-04-02 07:31:05.765432' },
  ]);
});

it('reports a file that is broken, and one that is cut off', async () => {
  const whole = await parquetOf(FLAT);
  await using loaded = await caseOf({
    'a.parquet': 'PAR1 and nothing more',
    'b.parquet.gz': gzipSync(whole).subarray(0, 100),
  });
  expect(loaded.report.files).toEqual([]);
  expect(loaded.report.unloaded.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^it can't be read as Parquet: /),
    expect.stringMatching(/^it can't be read as Parquet: /),
  ]);
});
