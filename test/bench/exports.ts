import { ALERT_FORMATS } from '../../src/cli/formats.ts';
import type { CompiledRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { type Database, query } from '../../src/store/database.ts';
import { compare } from './measure.ts';

/** Exports of all alerts, with reading everything that they tell, beside reading as many whole rows with their parents by SQL. */
export async function compareExports(database: Database, rule: CompiledRule, runs: number): Promise<void> {
  const write = (format: string) => async (): Promise<void> => {
    const alerts = await hunt(database, [rule]);
    for await (const _ of ALERT_FORMATS[format]?.(alerts, [rule.rule]) ?? []);
  };
  const plain = (): Promise<unknown> =>
    query(
      database,
      `SELECT to_json(e)::VARCHAR, to_json(p)::VARCHAR FROM flat.events e JOIN flat.links l ON l.child_rid = e.process_rid JOIN flat.processes p ON p.rid = l.parent_rid WHERE e.rowid % 10000 = 0`,
    );
  for (const format of ['ndjson', 'csv', 'ecs', 'parquet'])
    await compare(
      `hunt and export as ${format}, beside a row in 10,000 with its parent as JSON`,
      undefined,
      write(format),
      plain,
      runs,
    );
}
