import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marked } from '../../src/cli/cluster/with-cluster.ts';
import { MissingSlice } from '../../src/cluster/retry.ts';
import { FACT_KINDS } from '../../src/model/fact-kinds.ts';
import { caseFrom, type TestCase } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';
import { engineMissing } from './support/chdb.ts';
import { huntCase, openCluster, type TestCluster } from './support/cluster.ts';
import { startEngine } from './support/engine.ts';

const rules = [await shippedRule(314)];

/** Statements of the stages of a hunt. */
const STAGES = {
  slices: 'AS day, count',
  candidates: 'SELECT .load.* FROM events AS e WHERE',
  frontier: 'SELECT DISTINCT host, parent AS id',
  keys: 'CREATE TEMPORARY TABLE',
  surroundings: "kind IN .'start', 'already_running', 'end'",
  counts: 'groupUniqArray',
};

describe.skipIf(engineMissing !== undefined)(`faults of a cluster ${engineMissing ?? ''}`, () => {
  let example: TestCase;
  let expected: string;
  let cluster: TestCluster;
  beforeAll(async () => {
    example = await caseFrom([['fixtures/example']]);
    expected = JSON.stringify(await huntCase(example.database, rules));
    cluster = await openCluster(3);
    await cluster.load(example.database);
  });
  afterAll(async () => {
    await example?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
  });

  it.each(
    Object.entries(STAGES).flatMap(([stage, matches]) =>
      (stage === 'candidates'
        ? (['drop', 'refuse', 'cut', 'stall'] as const)
        : (['drop', 'cut'] as const)
      ).map((kind) => [stage, kind, matches] as const),
    ),
  )('that pass, in %s: %s, change nothing', async (_, kind, matches) => {
    await using same = await openCluster(
      cluster.engines,
      { retrySeconds: 20, ...(kind === 'stall' ? { seconds: 2 } : {}) },
      cluster.options.database,
    );
    const [, engine] = cluster.engines;
    engine?.fault({ kind, matches, times: kind === 'stall' ? 1 : 2 });
    const { alerts, missing } = await same.hunt(rules);
    expect(missing).toEqual([]);
    expect(JSON.stringify(alerts)).toBe(expected);
  });

  it.each(['drop', 'refuse', 'cut'] as const)(
    'that stay: %s, are an error that names the slice',
    async (kind) => {
      const [, engine] = cluster.engines;
      engine?.fault({ kind, matches: STAGES.candidates, times: 1000 });
      try {
        const failed = await cluster.hunt(rules).catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(MissingSlice);
        expect((failed as MissingSlice).message).toMatch(
          new RegExp(`${engine?.url}, events from 2026-\\d\\d-\\d\\dT.*Z to 2026`),
        );
        const { alerts, missing } = await cluster.hunt(rules, { allowPartial: true });
        expect(missing.join()).toContain(`${engine?.url}, events from 2026`);
        const all = new Set((JSON.parse(expected) as { id: string }[]).map(({ id }) => id));
        expect(alerts.length).toBeLessThan(all.size);
        for (const alert of marked(alerts, missing)) {
          expect(all).toContain(alert.id);
          expect(alert.facts.some((fact) => fact.startsWith(`${FACT_KINDS.partial}: ${engine?.url}`))).toBe(
            true,
          );
        }
      } finally {
        engine?.fault({ kind: 'clear', matches: '', times: 0 });
      }
    },
  );

  it.each([
    ['while candidates are looked for', STAGES.candidates],
    ['while ancestors are looked for', STAGES.frontier],
    ['while prevalence is counted', STAGES.counts],
  ])('a shard that dies %s makes an error, or a marked part, never a wrong total', async (_, matches) => {
    for (const allowPartial of [false, true]) {
      const engines = await Promise.all([startEngine(), startEngine(), startEngine()]);
      await using dying = await openCluster(engines);
      try {
        await dying.load(example.database);
        const victims = engines[2];
        victims?.fault({ kind: 'die', matches, times: 1 });
        const result = await dying.hunt(rules, { allowPartial }).catch((error: unknown) => error);
        if (allowPartial) {
          const { missing, alerts } = result as Awaited<ReturnType<TestCluster['hunt']>>;
          expect(missing.every((slice) => slice.startsWith(victims?.url as string))).toBe(true);
          expect(missing.length).toBeGreaterThan(0);
          const all = new Set((JSON.parse(expected) as { id: string }[]).map(({ id }) => id));
          for (const { id } of alerts) expect(all).toContain(id);
        } else {
          expect(result).toBeInstanceOf(MissingSlice);
          expect((result as MissingSlice).slice).toContain(victims?.url);
        }
      } finally {
        await Promise.all(engines.map((engine) => engine[Symbol.asyncDispose]()));
      }
    }
  });

  it('a query that takes more than it may is refused in time', async () => {
    await using frugal = await openCluster(
      cluster.engines,
      { memory: 1_000_000, retrySeconds: 0 },
      cluster.options.database,
    );
    await expect(frugal.hunt(rules)).rejects.toThrow(/memory limit exceeded/i);
  });
});
