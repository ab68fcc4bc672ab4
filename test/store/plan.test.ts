import { expect, it } from 'vitest';
import { ingest } from '../../src/analyze.ts';
import { openCase } from '../../src/store/case.ts';
import { type Database, query } from '../../src/store/database.ts';
import { inFolder, put } from '../support/case.ts';
import { INTRUSION } from '../support/intrusion.ts';

const READS = /^(INSERT INTO flat\.(events|activity) \(|CREATE OR REPLACE TEMP TABLE detected AS)/;

/** The plans of the statements that read records while paths are ingested. */
async function plansOf(database: Database, paths: readonly string[]): Promise<string[]> {
  const plans: string[] = [];
  const { connection } = database;
  const run = connection.run.bind(connection);
  connection.run = async (sql, ...rest) => {
    // A sample may come in any order.
    if (READS.test(sql) && !sql.includes(' LIMIT ')) {
      const select = sql.slice(sql.search(/\bSELECT\b/));
      const rows = await query<{ explain_value: string }>(database, `EXPLAIN ${select}`);
      plans.push(rows.map(({ explain_value }) => explain_value).join('\n'));
    }
    return run(sql, ...rest);
  };
  await ingest(database, paths);
  return plans;
}

it('reads records in the order of the file: no plan has a join, as DuckDB makes of a long IN', async () => {
  await inFolder(async (folder) => {
    const database = await openCase(':memory:');
    const plans = await plansOf(database, ['fixtures/example', put(folder, 'intrusion.ndjson', INTRUSION)]);
    database.close();
    expect(plans.length).toBeGreaterThan(10);
    for (const plan of plans) expect(plan).not.toContain('JOIN');
    expect(plans.join()).toMatch(/READ_NDJSON_OBJECTS/);
  });
});
