import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { fleetLines } from '../bench/fleet.ts';
import { fleetActivityLines } from '../bench/fleet-activity.ts';
import { ruleQueries } from '../bench/rule-set.ts';
import { caseFrom, caseOf } from '../support/case.ts';
import { filesOf, fleet, livedFleet } from '../support/fleet.ts';
import { shippedRule } from '../support/rules.ts';
import { engineMissing } from './support/chdb.ts';
import { huntCase, openCluster, type TestCluster } from './support/cluster.ts';

const shipped = [await shippedRule(314), await shippedRule(323)];
const compiled = (queries: readonly string[]) =>
  queries.map((query, index) =>
    compileRule({ ...(shipped[0] as (typeof shipped)[0]).rule, id: `rule-${index}`, query }),
  );

/** Rules of every form that a query can have. */
const FORMS = compiled([
  'process where process.name : "lsass.exe"',
  'process where process.args_count > 1 and process.args : "-k*"',
  'process where descendant of [process where process.name : "services.exe"]',
  'process where child of [process where child of [process where process.name : "services.exe"]]',
  'process where event.type == "end" | head 5',
  'any where event of [process where process.parent.name : "cmd.exe"]',
  'sequence by process.entity_id with maxspan=10m [process where event.type == "start"] [process where event.type == "end"]',
  'sequence by host.name with maxspan=1h [process where process.name : "cmd.exe"] [process where process.name : "conhost.exe"] until [process where process.name : "lsass.exe"]',
  'sample by host.name [process where process.name : "lsass.exe"] [process where process.name : "services.exe"]',
]);

const sameAs = (one: unknown, other: unknown): void =>
  expect(JSON.stringify(one, null, 1)).toBe(JSON.stringify(other, null, 1));

describe.skipIf(engineMissing !== undefined)(`a hunt in a cluster ${engineMissing ?? ''}`, () => {
  let one: TestCluster;
  let three: TestCluster;
  beforeAll(async () => {
    one = await openCluster(1);
    three = await openCluster(3);
  });
  afterAll(async () => {
    await one?.[Symbol.asyncDispose]();
    await three?.[Symbol.asyncDispose]();
  });

  it('gives the alerts of the case on the example, in one engine and in three', async () => {
    await using example = await caseFrom([['fixtures/example']]);
    for (const cluster of [one, three]) {
      await using fresh = await openCluster(cluster.engines);
      await fresh.load(example.database);
      for (const [rules, least] of [
        [shipped, 19],
        [FORMS, 50],
      ] as const) {
        const { alerts, missing } = await fresh.hunt(rules);
        expect(missing).toEqual([]);
        expect(alerts.length).toBeGreaterThanOrEqual(least);
        sameAs(alerts, await huntCase(example.database, rules));
      }
    }
  });

  it('gives the alerts of the case within a scope', async () => {
    await using example = await caseFrom([['fixtures/example']]);
    await using fresh = await openCluster(three.engines);
    await fresh.load(example.database);
    for (const scope of [
      { host: 'ws-014' },
      { from: Date.parse('2026-03-10T08:30:00Z') },
      { from: Date.parse('2026-03-10T08:12:00Z'), to: Date.parse('2026-03-10T08:31:30Z') },
      { host: 'nobody' },
    ]) {
      const { alerts } = await fresh.hunt([...shipped, ...FORMS], scope);
      sameAs(alerts, await huntCase(example.database, [...shipped, ...FORMS], scope));
    }
  });

  it('gives the alerts of the case, verdicts too, on the labelled records', async () => {
    await using labelled = await caseFrom([['fixtures/triage/alerts.ndjson']]);
    await using fresh = await openCluster(three.engines);
    await fresh.load(labelled.database);
    const { alerts } = await fresh.hunt(shipped);
    expect(alerts.length).toBeGreaterThan(50);
    expect(new Set(alerts.map(({ verdict }) => verdict.class)).size).toBeGreaterThan(2);
    sameAs(alerts, await huntCase(labelled.database, shipped));
  });

  it('gives the alerts of the case on a hundred thousand events, in slices, in one engine and in three', async () => {
    const lines = [...fleetLines({ processes: 75_000, hosts: 40, seed: 20261124 })];
    await using loaded = await caseOf({ 'fleet.ndjson': `${lines.join('\n')}\n` });
    const local = await huntCase(loaded.database, shipped);
    expect(local.length).toBeGreaterThan(5);
    for (const [cluster, sliceEvents] of [
      [one, 7_000],
      [three, 1_000_000],
    ] as const) {
      await using fresh = await openCluster(cluster.engines);
      const report = await fresh.load(loaded.database);
      expect(report.rows.events).toBeGreaterThan(95_000);
      const { alerts, candidates } = await fresh.hunt(shipped, { sliceEvents });
      expect(candidates).toBeLessThan(1000);
      sameAs(alerts, local);
    }
  });

  it('gives the alerts of the case for hundreds of rules over what processes did', async () => {
    const lines = [...fleetLines({ processes: 4000, hosts: 5, seed: 7 })];
    await using loaded = await caseOf({
      'processes.ndjson': `${lines.join('\n')}\n`,
      'activity.ndjson': `${[...fleetActivityLines(lines)].join('\n')}\n`,
    });
    await using fresh = await openCluster(three.engines);
    await fresh.load(loaded.database);
    const rules = compiled(ruleQueries(200));
    const local = await huntCase(loaded.database, rules);
    expect(local.length).toBeGreaterThan(20);
    sameAs((await fresh.hunt(rules)).alerts, local);
  });

  it.each([
    ['that lie', fleet, 6],
    ['as they live', livedFleet(900), 4],
  ] as const)(
    'gives the alerts of the case on random fleets %s, of several logs',
    async (_, arbitrary, runs) => {
      let found = 0;
      await fc.assert(
        fc.asyncProperty(arbitrary, async (processes) => {
          const files = Object.entries(filesOf(processes)).map(
            ([name, lines]) => [name, lines.join('\n')] as const,
          );
          await using loaded = await caseOf(Object.fromEntries(files));
          await using fresh = await openCluster(three.engines);
          if (loaded.report.links.processes === 0) return;
          await fresh.load(loaded.database);
          const { alerts } = await fresh.hunt(FORMS);
          sameAs(alerts, await huntCase(loaded.database, FORMS));
          found += alerts.length;
        }),
        { numRuns: runs },
      );
      expect(found).toBeGreaterThan(20);
    },
  );
});
