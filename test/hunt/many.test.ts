import { expect, it } from 'vitest';
import { LONGEST_CHAIN } from '../../src/hunt/alert.ts';
import { compileRule } from '../../src/hunt/compile.ts';
import { findMatches } from '../../src/hunt/find-matches.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { FACT_KINDS } from '../../src/model/fact-kinds.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const guid = (index: number): string =>
  `{4d5ec2a1-8f66-69af-${(index >> 16).toString(16).padStart(4, '0')}-${(index & 0xffff).toString(16).padStart(12, '0')}}`;

const start = (index: number, extra: object = {}): object => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'H',
  UtcTime: new Date(Date.UTC(2026, 2, 10) + index * 10).toISOString(),
  ProcessGuid: guid(index),
  ProcessId: index,
  Image: 'C:\\Windows\\lsass.exe',
  ParentProcessGuid: guid(index - 1),
  ParentProcessId: index - 1,
  ParentImage: 'C:\\x\\cmd.exe',
  ...extra,
});

it('cuts a forged chain, says so, and writes every alert', async () => {
  const length = 2000;
  await using loaded = await caseOf({
    'a.ndjson': ndjson(Array.from({ length }, (_, index) => start(index + 1))),
  });
  const alerts = await hunt(loaded.database, [await shippedRule(314)]);
  expect(alerts).toHaveLength(length);
  expect(Math.max(...alerts.map((alert) => alert.ancestry.length))).toBe(LONGEST_CHAIN);
  for (const alert of alerts)
    expect(alert.facts.includes(FACT_KINDS.longChain)).toBe((alert.process?.pid ?? 0) > LONGEST_CHAIN);
});

it('tells records of a cleared log from those before', async () => {
  const later = { UtcTime: '2026-03-11T00:00:00Z', RecordNumber: 5 };
  await using loaded = await caseOf({
    'a.ndjson': ndjson([start(1, { RecordNumber: 5 }), start(2, later)]),
  });
  const alerts = await hunt(loaded.database, [await shippedRule(314)]);
  expect(new Set(alerts.map((alert) => alert.id)).size).toBe(2);
});

it('takes as many hits as there are', async () => {
  await using loaded = await caseOf({
    'a.ndjson': ndjson(Array.from({ length: 150_000 }, (_, index) => start(index + 1))),
  });
  const rule = await shippedRule(314);
  const all = compileRule({ ...rule.rule, query: 'any where true' });
  expect((await findMatches(loaded.database, [all]))[0]?.matches).toHaveLength(150_000);
});

it('alerts on the end of a process too', async () => {
  const end = { EventID: 5, ParentProcessGuid: undefined };
  await using loaded = await caseOf({ 'a.ndjson': ndjson([start(1), start(1, end), start(2, end)]) });
  const { rule } = await shippedRule(314);
  const ended = compileRule({ ...rule, query: 'process where event.type == "end"' });
  const alerts = await hunt(loaded.database, [ended]);
  expect(alerts.map(({ event, records }) => [event.code, records.map(({ matched }) => matched)])).toEqual([
    ['5', [false, true]],
    ['5', [true]],
  ]);
});
