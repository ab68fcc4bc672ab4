import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import type { ExceptionReport } from '../../src/hunt/except.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import type { Alert } from '../../src/model/alert.ts';
import type { Exception } from '../../src/model/exception.ts';
import { readElasticExceptions } from '../../src/rules/exceptions/elastic.ts';
import { readTomlExceptions } from '../../src/rules/exceptions/toml.ts';
import { caseFrom, caseOf, type TestCase } from '../support/case.ts';
import { INTRUSION } from '../support/intrusion.ts';
import { shippedRule } from '../support/rules.ts';

const LABELLED = join(import.meta.dirname, '../../fixtures/triage/alerts.ndjson');
const RULE = await shippedRule(314);

async function hunted(
  loaded: TestCase,
  exceptions: readonly Exception[],
  rule = RULE,
): Promise<{ shown: Alert[]; report: ExceptionReport }> {
  let report: ExceptionReport | undefined;
  const shown = await hunt(loaded.database, [rule], {
    exceptions,
    onExceptions: (told) => {
      report = told;
    },
  });
  return { shown, report: report ?? { uses: [], hidden: [] } };
}

const toml = (...bodies: string[]): Exception[] =>
  readTomlExceptions(
    bodies.map((body, index) => `[[exception]]\nname = "e${index}"\n${body}\n`).join(''),
    'x.toml',
  );

const ids = (alerts: readonly Alert[]): string[] => alerts.map(({ id }) => id).sort();

it('hidden and shown are all, whatever the exceptions', async () => {
  await using loaded = await caseFrom([[LABELLED]]);
  const { shown: all } = await hunted(loaded, []);
  const names = ['svchost.exe', 'cmd.exe', '*host*', '*', 'userinit.exe', 'nobody.exe'];
  const condition = fc.tuple(
    fc.constantFrom('process', 'parent', 'ancestor', 'grandparent', 'executable', 'command_line'),
    fc.constantFrom(...names),
    fc.constantFrom('', 'expires = 2026-01-01\n', 'expires = 2027-01-01\n', 'rules = ["another"]\n'),
  );
  const own = condition.map(([key, pattern, more]) => `${more}${key} = "${pattern}"`);
  const elastic = fc
    .tuple(
      fc.constantFrom('process.name', 'process.parent.name', 'process.pe.company'),
      fc.constantFrom('match', 'wildcard'),
      fc.constantFrom(...names),
      fc.constantFrom('included', 'excluded'),
    )
    .map(([field, type, value, operator]) =>
      JSON.stringify({ list_id: 'l', name: 'x', entries: [{ field, type, value, operator }] }),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(own, { maxLength: 4 }),
      fc.array(elastic, { maxLength: 3 }),
      async (mine, lists) => {
        const exceptions = [
          ...(mine.length === 0 ? [] : toml(...mine)),
          ...(lists.length === 0 ? [] : await readElasticExceptions(lists.join('\n'), 'x.ndjson')),
        ];
        const { shown, report } = await hunted(loaded, exceptions);
        expect(ids([...shown, ...report.hidden])).toEqual(ids(all));
        expect(report.uses.map(({ exception }) => exception)).toEqual(exceptions);
        const alone = report.uses.reduce((sum, use) => sum + use.alone, 0);
        expect(alone).toBeLessThanOrEqual(report.hidden.length);
        expect(report.hidden.length > 0).toBe(report.uses.some(({ hidden }) => hidden > 0));
        for (const use of report.uses) expect(use.alone).toBeLessThanOrEqual(use.hidden);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

it('expires by the time of the alert, and says how many it would have hidden', async () => {
  await using loaded = await caseFrom([['fixtures/example']]);
  const { shown, report } = await hunted(loaded, toml('expires = 2026-03-10T08:00:00Z\nprocess = "*"'));
  expect([shown.length, report.hidden.length, report.uses[0]?.hidden, report.uses[0]?.expired]).toEqual([
    7, 3, 3, 7,
  ]);
});

it('hides what two logs tell only if it is true of both records', async () => {
  await using loaded = await caseFrom([['fixtures/example']]);
  // The same start in Sysmon and in Security: only the former has a hash.
  const one = toml(
    'process = "svchost.exe"\nhost = "WS-014"\n[exception.field]\n"process.hash.sha256" = "*"',
  );
  const both = toml('process = "svchost.exe"\nhost = "WS-014"');
  expect((await hunted(loaded, one)).report.hidden).toHaveLength(0);
  expect((await hunted(loaded, both)).report.hidden).toHaveLength(1);
});

it('without one of its events there is no sequence', async () => {
  await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
  const query =
    'sequence by process.entity_id [process where event.type == "start"] [dns where true] [network where true]';
  const sequence = compileRule({ ...RULE.rule, query });
  const { shown: all } = await hunted(loaded, [], sequence);
  expect(all.length).toBeGreaterThan(0);
  const { shown, report } = await hunted(
    loaded,
    toml('[exception.field]\n"dns.question.name" = "cdn.evil.example"'),
    sequence,
  );
  expect(shown.length + report.hidden.length).toBe(all.length);
  expect(report.hidden.length).toBeGreaterThan(0);
});

it('is told of exceptions also where there is nothing to hide', async () => {
  await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
  const nothing = compileRule({ ...RULE.rule, query: 'process where process.name == "nobody.exe"' });
  const { shown, report } = await hunted(loaded, toml('process = "*"'), nothing);
  expect([shown, report.hidden, report.uses.length]).toEqual([[], [], 1]);
});
