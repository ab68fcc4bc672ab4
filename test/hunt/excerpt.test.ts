import { afterAll, describe, expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { type ExcerptScope, excerpt } from '../../src/hunt/excerpt.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { eventSubject } from '../../src/model/alert-subject.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import { caseFrom, caseOf, ndjson } from '../support/case.ts';
import { INTRUSION } from '../support/intrusion.ts';
import { shippedRule } from '../support/rules.ts';

const rule = await shippedRule(314);
const example = await caseFrom([['fixtures/example']]);
afterAll(() => example[Symbol.asyncDispose]());
const cut = (scope: ExcerptScope, caps = {}): Promise<TreeExcerpt> =>
  excerpt(example.database, scope, { rules: [rule], caps });
const names = ({ nodes }: TreeExcerpt) => nodes.map(({ name }) => name);
const HOLLOWED = { kind: 'entity', name: 'WS-014:6292' } as const;

/** What holds of every excerpt. */
function expectSound({ nodes, alerts, focus }: TreeExcerpt): void {
  const children = new Map<number | null, number[]>();
  for (const [place, node] of nodes.entries()) {
    if (node.parent !== null) expect(node.parent).toBeLessThan(place);
    expect(node.parent === null || node.link !== null).toBe(true);
    for (const index of node.alerts)
      expect([
        alerts[index]?.process?.entity_id,
        ...(alerts[index]?.chains ?? []).map((chain) => chain.process.entity_id),
      ]).toContain(node.entity_id);
    children.set(node.parent, [...(children.get(node.parent) ?? []), place]);
    expect(node.recordCount).toBeGreaterThanOrEqual(node.records.length);
    expect(node.activityCount).toBeGreaterThanOrEqual(node.activity.length);
  }
  for (const [parent, below] of children) {
    if (parent === null) continue;
    expect(nodes[parent]?.childCount).toBeGreaterThanOrEqual(below.length);
    const starts = below.map((place) => nodes[place]?.start ?? '');
    expect(starts).toEqual([...starts].sort());
  }
  for (const place of focus ?? []) expect(nodes[place]).toBeDefined();
}

describe('an excerpt', () => {
  it('of all has every process once, every link and every alert', async () => {
    const all = await cut({ kind: 'all' });
    expectSound(all);
    const [counts] = await example.rows<{ processes: number; links: number }>(
      'SELECT (SELECT count(*) FROM flat.processes) AS processes, (SELECT count(*) FROM flat.links) AS links',
    );
    expect(new Set(all.nodes.map(({ rid }) => rid)).size).toBe(counts?.processes);
    expect(all.nodes.filter(({ parent }) => parent !== null)).toHaveLength(counts?.links ?? 0);
    expect(all.alerts).toEqual(await hunt(example.database, [rule]));
    expect(all.nodes.flatMap(({ alerts }) => alerts).sort((a, b) => a - b)).toEqual(
      all.alerts.map((_, i) => i),
    );
    expect(all.omitted).toEqual([]);
  });

  it('of a host has its processes and alerts only', async () => {
    const host = await cut({ kind: 'host', host: 'ws-014' });
    expectSound(host);
    expect(new Set(host.nodes.map(({ host: { name } }) => name))).toEqual(
      new Set(['WS-014.halvard.example']),
    );
    expect(host.alerts.every((alert) => alert.host.name === 'WS-014.halvard.example')).toBe(true);
  });

  it('of a process has its chain, siblings, descendants and the alerts over them', async () => {
    const shown = await cut(HOLLOWED);
    expectSound(shown);
    expect(names(shown).slice(0, 11).at(-1)).toBe('svchost.exe');
    expect(shown.nodes).toHaveLength(21);
    expect(shown.focus).toEqual([10]);
    expect(shown.alerts.map(({ process }) => process?.name)).toEqual(['svchost.exe', 'cmd.exe']);
    expect(shown.title).toBe('svchost.exe (6292) on WS-014.halvard.example');
    expect(shown.omitted).toEqual([]);
    const [self] = shown.focus as [number];
    expect(shown.nodes[self]?.records.filter(({ matched }) => matched)).toHaveLength(2);
  });

  it('tells of every cap that bit', async () => {
    const shown = await cut(HOLLOWED, { ancestors: 2, siblings: 0, descendants: 3 });
    expectSound(shown);
    expect(names(shown)).toEqual([
      'powershell.exe',
      'OneDriveUpd.exe',
      'svchost.exe',
      'whoami.exe',
      'net.exe',
      'nltest.exe',
    ]);
    expect(shown.nodes[0]).toMatchObject({ parent: null, link: { method: 'entity_id' } });
    expect(shown.omitted).toEqual([
      '8 ancestors of svchost.exe (6292) beyond --max-ancestors 2',
      '7 descendants of svchost.exe (6292) beyond --max-descendants 3',
    ]);
  });

  it('has the siblings nearest to the process, not the earliest', async () => {
    const record = (index: number) => ({
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Hostname: 'H',
      UtcTime: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace('T', ' ').replace('Z', ''),
      ProcessGuid: `{00000000-0000-0000-0000-${String(index).padStart(12, '0')}}`,
      ProcessId: 100 + index,
      Image: `C:\\p${index}.exe`,
      ...(index === 0
        ? {}
        : { ParentProcessGuid: '{00000000-0000-0000-0000-000000000000}', ParentProcessId: 100 }),
    });
    const root = { ...record(0), ProcessGuid: '{00000000-0000-0000-0000-00000000AAAA}' };
    const children = Array.from({ length: 20 }, (_, index) => ({
      ...record(index + 1),
      ParentProcessGuid: root.ProcessGuid,
    }));
    await using loaded = await caseOf({ 'log.ndjson': ndjson([root, ...children]) });
    const shown = await excerpt(
      loaded.database,
      { kind: 'entity', name: 'H:110' },
      { rules: [], caps: { siblings: 4 } },
    );
    expect(names(shown)).toEqual(['p0.exe', 'p8.exe', 'p9.exe', 'p10.exe', 'p11.exe', 'p12.exe']);
    expect(shown.omitted).toEqual(['15 siblings of p10.exe (110) beyond --max-siblings 4']);
    expect(shown.nodes[0]?.childCount).toBe(20);
  });

  it('of an alert is found by the beginning of its id', async () => {
    const [alert] = await hunt(example.database, [rule], { host: 'ws-014' });
    const shown = await cut({ kind: 'alert', id: alert?.id.slice(0, 10) ?? '' });
    expectSound(shown);
    expect(shown.alerts.map(({ id }) => id)).toContain(alert?.id);
    expect(shown.title).toContain(rule.rule.name);
    await expect(cut({ kind: 'alert', id: '' })).rejects.toThrow(/alerts have an id that begins with ""/);
    await expect(cut({ kind: 'alert', id: 'zz' })).rejects.toThrow(/no alert of these rules has the id "zz"/);
  });

  it('of a sequence shows every process of it', async () => {
    const sequence = compileRule({
      ...rule.rule,
      query:
        'sequence with maxspan=1h [process where process.name == "powershell.exe"] [network where process.name == "beacon.exe"]',
    });
    await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
    const [alert] = await hunt(loaded.database, [sequence]);
    const shown = await excerpt(
      loaded.database,
      { kind: 'alert', id: alert?.id ?? '' },
      { rules: [sequence] },
    );
    expectSound(shown);
    expect(shown.focus?.map((place) => shown.nodes[place]?.name).sort()).toEqual([
      'beacon.exe',
      'powershell.exe',
    ]);
    expect(shown.nodes.filter(({ alerts }) => alerts.length > 0)).toHaveLength(2);
  });

  it('tells what a process did: the first of it, and how much there is', async () => {
    await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
    const shell = { kind: 'entity', name: 'WS-7:4242' } as const;
    const shown = await excerpt(loaded.database, shell, { rules: [], detail: { activity: 3 } });
    const node = shown.nodes[shown.focus?.[0] as number];
    expect(node?.activity.map(({ category, subject }) => [category, subject])).toEqual([
      ['network', 'cdn.evil.example'],
      ['network', '203.0.113.9:443'],
      ['file', 'C:\\Users\\ana\\AppData\\Local\\Temp\\drop.exe'],
    ]);
    expect(node?.activityCount).toBeGreaterThan(5);
    expect(Object.values(node?.activityByCategory ?? {}).reduce((sum, count) => sum + count, 0)).toBe(
      node?.activityCount,
    );
  });

  it('says what activity was about as alerts do', async () => {
    await using loaded = await caseOf({ 'log.ndjson': INTRUSION });
    const any = compileRule({
      ...rule.rule,
      query: 'any where event.category != "process" or event.type == "access"',
    });
    const alerts = await hunt(loaded.database, [any]);
    const all = await excerpt(loaded.database, { kind: 'all' }, { rules: [] });
    const told = all.nodes.flatMap(({ activity, entity_id }) =>
      activity.map(({ time, subject }) => `${entity_id} ${time} ${subject}`),
    );
    const compared = alerts.filter(({ process }) => process !== null);
    expect(compared.length).toBeGreaterThan(5);
    for (const alert of compared)
      expect(told).toContain(`${alert.process?.entity_id} ${alert.time} ${eventSubject(alert) ?? ''}`);
  });
});
