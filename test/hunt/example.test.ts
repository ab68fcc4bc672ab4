import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import type { Alert } from '../../src/model/alert.ts';
import { caseFrom, type TestCase } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

interface Named {
  readonly name: string;
  readonly pid: number;
  readonly start: string;
}
interface Edge {
  readonly host: string;
  readonly child: Named & { readonly executable: string };
  readonly parent: Named;
}
interface Expected {
  readonly files: Record<
    string,
    {
      records: number;
      events: Record<'start' | 'end' | 'already_running', number>;
      rejected_records: number[];
      activity: Record<string, number>;
    }
  >;
  readonly processes: Record<string, number>;
  readonly alerts: (Edge & {
    readonly clause: { readonly watches: 'child' | 'parent'; readonly name: string };
    readonly parent_source: string;
    readonly version_323: boolean;
    readonly files: string[];
    readonly chain: { readonly name: string; readonly pid: number; readonly seen: boolean }[];
  })[];
  readonly quiet: Edge[];
  readonly tricky_links: Edge[];
  readonly forged_parents: (Edge & { readonly creator: Named })[];
}

const EXPECTED = JSON.parse(readFileSync('fixtures/golden/example-expected.json', 'utf8')) as Expected;
const shortName = (host: string): string => (host.split('.')[0] as string).toUpperCase();
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const edgeOf = (edge: Edge): string =>
  `${edge.host} ${edge.parent.name}:${edge.parent.pid} → ${edge.child.name}:${edge.child.pid}`;

let example: TestCase;
const alerts = new Map<314 | 323, Alert[]>();

beforeAll(async () => {
  example = await caseFrom([['fixtures/example']]);
  for (const version of [314, 323] as const)
    alerts.set(version, await hunt(example.database, [await shippedRule(version)]));
});
afterAll(() => example[Symbol.asyncDispose]());

/** What the tree has as the parent of the process that an edge's child is. */
async function linkOf({ host, child }: Edge) {
  const rows = await example.rows<{ name: string; pid: number; method: string; off: number; seen: string }>(
    `SELECT p.process.name AS name, p.process.pid AS pid, p.seen_via AS seen, l.method, abs(epoch_ms(c.process.start) - ${Date.parse(child.start)}) AS off
     FROM processes c JOIN links l ON l.child_rid = c.rid JOIN processes p ON p.rid = l.parent_rid
     WHERE upper(split_part(c.host.name, '.', 1)) = '${host}' AND c.process.pid = ${child.pid} AND lower(c.process.name) = lower('${child.name}') AND off < 1000`,
  );
  expect(rows, edgeOf({ host, child, parent: child })).toHaveLength(1);
  return rows[0];
}

describe.each([314, 323] as const)('version %i', (version) => {
  const expected = EXPECTED.alerts.filter((alert) => version === 314 || alert.version_323);

  it('reports exactly the edges that the story declares, in order of time', () => {
    const found = (alerts.get(version) ?? []).map((alert) => ({
      host: shortName(alert.host.name),
      child: alert.process?.name,
      pid: alert.process?.pid,
      parent: alert.process?.parent.name,
      source: alert.parent_source,
      files: [
        ...new Set(alert.records.filter(({ matched }) => matched).map(({ source }) => baseName(source))),
      ].sort(),
    }));
    expect(found).toEqual(
      expected
        .toSorted((a, b) => Date.parse(a.child.start) - Date.parse(b.child.start))
        .map(({ host, child, parent, parent_source, files }) => ({
          host,
          child: child.name,
          pid: child.pid,
          parent: parent.name,
          source: parent_source,
          files,
        })),
    );
  });

  it.each(expected.map((alert) => ({ edge: edgeOf(alert), alert })))(
    '$edge names chain and clause',
    ({ alert }) => {
      const found = alerts
        .get(version)
        ?.find(
          ({ host, process }) => shortName(host.name) === alert.host && process?.pid === alert.child.pid,
        );
      expect(
        found?.ancestry.map(({ name, pid, seen_via }) => ({
          name,
          pid,
          seen: seen_via === 'start' || seen_via === 'already_running',
        })),
      ).toEqual(alert.chain);
      expect(found?.process?.executable).toBe(alert.child.executable);
      const watched = alert.clause.watches === 'child' ? 'process.name' : 'process.parent.name';
      expect(found?.clause.replace(/\n/g, ' ')).toMatch(new RegExp(`^\\(?${watched}[ :]`));
      expect(found?.clause.toLowerCase()).toContain(`"${alert.clause.name.toLowerCase()}"`);
    },
  );
});

it('loads every file as the story counts it', () => {
  for (const file of example.report.files) {
    const wanted = EXPECTED.files[baseName(file.path)];
    const total = (counts: Record<string, number> | undefined): number =>
      Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
    expect(
      { records: file.records, events: file.events, rejected: file.rejected, skipped: file.skipped },
      file.path,
    ).toEqual({
      records: wanted?.records,
      events: total(wanted?.events) + total(wanted?.activity),
      rejected: wanted?.rejected_records.length,
      skipped: 0,
    });
  }
  expect(example.report.files).toHaveLength(Object.keys(EXPECTED.files).length);
});

it('numbers rejects by line', async () => {
  const rows = await example.rows<{ path: string; record: number }>(
    'SELECT path, record FROM rejects ORDER BY ALL',
  );
  const rejects = rows.map(({ path, record }) => `${baseName(path)} ${record}`);
  const wanted = Object.entries(EXPECTED.files).flatMap(([name, { rejected_records }]) =>
    rejected_records.map((record) => `${name} ${record}`),
  );
  expect(rejects).toEqual(wanted.sort());
});

it('has each process of a host once', async () => {
  const rows = await example.rows<{ host: string; n: number }>(
    "SELECT host.name AS host, count(*) AS n FROM processes WHERE seen_via IN ('start', 'already_running') GROUP BY ALL",
  );
  expect(Object.fromEntries(rows.map(({ host, n }) => [shortName(host), n]))).toEqual(EXPECTED.processes);
});

it.each(EXPECTED.quiet.map((edge) => ({ edge, name: edgeOf(edge) })))(
  'keeps quiet about $name',
  ({ edge }) => {
    for (const version of [314, 323] as const) {
      const found = alerts
        .get(version)
        ?.filter(
          ({ host, process }) => shortName(host.name) === edge.host && process?.pid === edge.child.pid,
        );
      expect(found).toEqual([]);
    }
  },
);

it.each(EXPECTED.tricky_links.map((edge) => ({ edge, name: edgeOf(edge) })))(
  'links $name',
  async ({ edge }) => {
    expect(await linkOf(edge)).toMatchObject({ name: edge.parent.name, pid: edge.parent.pid });
  },
);

it.each(EXPECTED.forged_parents.map((edge) => ({ edge, name: edgeOf(edge) })))(
  'links $name as claimed, though forged',
  async ({ edge }) => {
    expect(await linkOf(edge)).toMatchObject({ name: edge.parent.name, pid: edge.parent.pid });
  },
);

it('says of a forged parent that the tree has another', () => {
  const forged = alerts.get(314)?.find(({ process }) => process?.pid === 5164);
  expect(forged?.facts.join('\n')).toContain('the tree has another parent than the record: svchost.exe');
});
