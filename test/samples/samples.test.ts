import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import type { Alert } from '../../src/model/alert.ts';
import { caseFrom, type TestCase } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/data/samples');
const EXPECTED = join(SAMPLES, 'expected.json');

/** What an independent script counted in one export. */
interface Expectation {
  readonly sysmon1: number;
  readonly sec4688: number;
  readonly pairs_elastic: [parent: string, child: string, count: number][];
  readonly members?: string[];
}

function expectations(): { name: string; path: string; expected: Expectation }[] {
  if (!existsSync(EXPECTED)) return [];
  const { files } = JSON.parse(readFileSync(EXPECTED, 'utf8')) as { files: Record<string, Expectation> };
  return Object.entries(files).map(([name, expected]) => ({
    name,
    path: join(SAMPLES, name.replace('/', '+')),
    expected,
  }));
}

async function startRecords(samples: TestCase): Promise<{ sysmon1: number; sec4688: number }> {
  const rows = await samples.rows<{ source: string; n: number }>(
    `SELECT log AS source, count(*) AS n FROM events WHERE kind = 'start' GROUP BY log`,
  );
  const of = (source: string): number => rows.find((row) => row.source === source)?.n ?? 0;
  return { sysmon1: of('sysmon'), sec4688: of('security') };
}

/** `parent → child` in lower case, counted by record that matched. */
function pairsOf(alerts: readonly Alert[]): Record<string, number> {
  const pairs: Record<string, number> = {};
  for (const { process, records } of alerts) {
    const pair = `${process?.parent.name} → ${process?.name}`.toLowerCase();
    pairs[pair] = (pairs[pair] ?? 0) + records.filter(({ matched }) => matched).length;
  }
  return pairs;
}

const files = expectations();

describe.skipIf(files.length === 0)(`real exports (skipped where ${EXPECTED} is absent)`, () => {
  it('are some hundred and fifty', () => expect(files.length).toBeGreaterThan(130));

  it.each(files)('$name', async ({ path, expected }) => {
    await using samples = await caseFrom([[path]]);
    expect(await startRecords(samples)).toEqual({ sysmon1: expected.sysmon1, sec4688: expected.sec4688 });
    for (const file of samples.report.files) {
      expect(file.events + file.rejected + file.skipped, file.path).toBe(file.records);
    }
    const alerts = await hunt(samples.database, [await shippedRule(314)]);
    const reported = alerts.filter((alert) => alert.parent_source === 'reported');
    const resolved = alerts.filter((alert) => !reported.includes(alert));
    const wanted = expected.pairs_elastic.map(([parent, child, count]) => [`${parent} → ${child}`, count]);
    expect(pairsOf(reported)).toEqual(Object.fromEntries(wanted));
    for (const alert of resolved) {
      expect(alert.parent_source).toBe('resolved');
      expect(alert.facts.join()).toContain('the parent comes from the tree');
    }
  });
});
