import { describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import type { ReasonKind, Verdict } from '../../src/model/verdict.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { type Facet, prevalenceOf } from '../../src/store/prevalence.ts';
import { type Baseline, readBaseline, writeBaseline } from '../../src/triage/baseline.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const OTHER_PARENT = '{00000002-0000-0000-0000-0000000000fe}';

/** A start on one of several hosts and days. */
const start = (host: number, day: number, more: object = {}): object => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: `H-${host}`,
  UtcTime: new Date(Date.UTC(2026, 4, 1 + day, 8, host)).toISOString(),
  ProcessGuid: `{${String(host).padStart(8, '0')}-${String(day).padStart(4, '0')}-0000-0000-000000000001}`,
  ProcessId: 100 + day,
  Image: 'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe',
  CommandLine: 'wmiprvse.exe -Embedding',
  User: 'NT AUTHORITY\\SYSTEM',
  Hashes: `SHA256=${'a'.repeat(64)}`,
  ParentProcessGuid: `{${String(host).padStart(8, '0')}-0000-0000-0000-0000000000ff}`,
  ParentProcessId: 50,
  ParentImage: 'C:\\Program Files\\Backup\\agent.exe',
  ...more,
});

const fleet = (change: (host: number, day: number) => object = () => ({})): object[] =>
  Array.from({ length: 6 }, (_, host) => [0, 1, 2].map((day) => start(host, day, change(host, day)))).flat();

async function verdicts(loaded: TestCase, baseline?: Baseline): Promise<Map<string, Verdict>> {
  const found = await hunt(loaded.database, [await shippedRule(314)]);
  const judged = await judge(loaded.database, found, { reference: await triageReference(), baseline });
  return new Map(
    judged.map(({ host, process, verdict }) => [`${host.name} ${process?.pid}`, verdict] as const),
  );
}

const kindsOf = (verdict: Verdict | undefined): ReasonKind[] =>
  verdict?.reasons.map(({ kind }) => kind) ?? [];

describe('prevalence in verdicts', () => {
  it('a pair that is on most hosts and several days is known', async () => {
    await using loaded = await caseOf({ 'a.ndjson': ndjson(fleet()) });
    const all = await verdicts(loaded);
    expect(all.size).toBe(18);
    for (const verdict of all.values())
      expect([verdict.class, kindsOf(verdict)]).toEqual(['known', expect.arrayContaining(['common_pair'])]);
  });

  it('a shell does not become known by being everywhere', async () => {
    await using loaded = await caseOf({
      'a.ndjson': ndjson(fleet(() => ({ ParentImage: 'C:\\Windows\\System32\\cmd.exe' }))),
    });
    for (const verdict of (await verdicts(loaded)).values()) expect(verdict.class).not.toBe('known');
  });

  it('one hash among many of the same path stands out', async () => {
    const odd = { Hashes: `SHA256=${'b'.repeat(64)}` };
    await using loaded = await caseOf({
      'a.ndjson': ndjson(fleet((host, day) => (host === 3 && day === 1 ? odd : {}))),
    });
    const all = await verdicts(loaded);
    const withOther = [...all].filter(([, verdict]) => kindsOf(verdict).includes('other_hash'));
    expect(withOther.map(([key]) => key)).toEqual(['H-3 101']);
    expect(withOther[0]?.[1].reasons.find(({ kind }) => kind === 'other_hash')?.evidence).toEqual({
      hashes: 2,
      own: 1,
      most: 17,
      usual: 'a'.repeat(64),
    });
  });

  it('a baseline makes known what it has, and marks what it has not', async () => {
    await using good = await caseOf({ 'a.ndjson': ndjson([start(1, 1)]) });
    const baseline = readBaseline(await writeBaseline(good.database), 'good.json');
    const other = {
      ParentImage: 'C:\\Program Files\\Other\\tool.exe',
      CommandLine: 'wmiprvse.exe -secured',
      ParentProcessGuid: OTHER_PARENT,
    };
    await using loaded = await caseOf({ 'a.ndjson': ndjson([start(2, 1), start(2, 2, other)]) });
    const all = await verdicts(loaded, baseline);
    expect(all.get('H-2 101')?.class).toBe('known');
    expect(kindsOf(all.get('H-2 101'))).toContain('baseline_pair');
    const missing = all.get('H-2 102')?.reasons.find(({ kind }) => kind === 'not_in_baseline');
    expect(missing?.evidence.missing).toEqual(['pair', 'shape']);
    expect(all.get('H-2 102')?.class).toBe('rare');
  });
});

describe('prevalenceOf', () => {
  it.each<[Facet, string, string, string]>([
    [
      'shape',
      'x.exe -p 4711 {0F1E2D3C-0000-4000-8000-00000000ABCD} "C:\\Users\\mira.holm\\a.txt"',
      'x.exe -p 4712 {0F1E2D3C-0000-4000-8000-00000000ABCE} "C:\\Users\\odd one\\a.txt"',
      'wmiprvse.exe -p <n> <guid> "c:\\users\\<user>\\a.txt"',
    ],
    [
      'shape',
      '"C:\\a b\\x.exe" 0xfff S-1-5-21-1-2-3-1104',
      'x.exe 0x1 S-1-5-21-9-9-9-500',
      'wmiprvse.exe <n> <sid>',
    ],
    ['shape', `x -enc ${'QUFB'.repeat(20)}`, `x -enc ${'Qk9C'.repeat(30)}==`, 'wmiprvse.exe -enc <code>'],
    ['shape', 'rundll32.exe user32.dll,7', 'rundll32.exe user32.dll,9', 'wmiprvse.exe user32.dll,<n>'],
  ])('%s: %s is like %s', async (facet, one, other, key) => {
    await using loaded = await caseOf({
      'a.ndjson': ndjson([start(1, 1, { CommandLine: one }), start(2, 1, { CommandLine: other })]),
    });
    expect(
      (await prevalenceOf(loaded.database, facet)).map((row) => [row.key, row.hosts, row.processes]),
    ).toEqual([[key, 2, 2]]);
  });

  it('counts hosts, users and days, the rarest first, whatever the order of the records', async () => {
    const records = [...fleet(), start(9, 9, { ParentImage: 'C:\\x\\rare.exe', User: 'H\\mira' })];
    await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
    await using reversed = await caseOf({ 'a.ndjson': ndjson([...records].reverse()) });
    const rows = await prevalenceOf(loaded.database, 'pair');
    expect(
      rows.map(({ key, hosts, processes, users, days }) => [key, hosts, processes, users, days]),
    ).toEqual([
      ['rare.exe > wmiprvse.exe', 1, 1, 1, 1],
      ['agent.exe > wmiprvse.exe', 6, 18, 1, 3],
    ]);
    expect(await prevalenceOf(reversed.database, 'pair')).toEqual(rows);
    expect(await prevalenceOf(loaded.database, 'pair', { maxHosts: 1 })).toEqual(rows.slice(0, 1));
    expect(await prevalenceOf(loaded.database, 'pair', { host: 'H-2' })).toEqual(rows.slice(1));
    expect(await writeBaseline(reversed.database)).toBe(await writeBaseline(loaded.database));
  });
});

it.each([
  ['not JSON', '{'],
  ['something else', '{"kind":"x"}'],
  ['a facet that is missing', '{"kind":"stemma-baseline","version":1,"pair":[]}'],
  ['another version', '{"kind":"stemma-baseline","version":2}'],
])('refuses as a baseline: %s', (_, text) => {
  expect(() => readBaseline(text, 'b.json')).toThrow(/baseline/);
});
