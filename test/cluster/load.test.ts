import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../src/cluster/ask.ts';
import { connect, disconnect, type Shard } from '../../src/cluster/connect.ts';
import { statusOf } from '../../src/cluster/status.ts';
import { createStatements, TABLE_NAMES } from '../../src/cluster/tables.ts';
import { caseFrom, inFolder, type TestCase } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';
import { engineMissing } from './support/chdb.ts';
import { huntCase, openCluster, type TestCluster } from './support/cluster.ts';
import { startEngine } from './support/engine.ts';

const rules = [await shippedRule(314)];

/** How many rows the tables have on all shards, but for the books. */
async function counts({ shards }: TestCluster): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of TABLE_NAMES.filter((name) => name !== 'loads'))
    for (const shard of shards) {
      const [row] = await ask<{ n: number }>(shard, table, `SELECT count() AS n FROM ${table}`);
      found[table] = (found[table] ?? 0) + Number(row?.n);
    }
  return found;
}

describe.skipIf(engineMissing !== undefined)(`loading into a cluster ${engineMissing ?? ''}`, () => {
  let example: TestCase;
  let cluster: TestCluster;
  beforeAll(async () => {
    example = await caseFrom([['fixtures/example']]);
    cluster = await openCluster(2);
  });
  afterAll(async () => {
    await example?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
  });

  it('brings every row once, however often it is loaded, and keeps a host on one shard', async () => {
    await using fresh = await openCluster(cluster.engines);
    const first = await fresh.load(example.database);
    const rows = await counts(fresh);
    const [own] = await example.rows<Record<string, number>>(
      'SELECT (SELECT count(*) FROM flat.events) + (SELECT count(*) FROM flat.activity) AS events, (SELECT count(*) FROM flat.processes) AS processes, (SELECT count(*) FROM flat.links) AS links, (SELECT count(*) FROM flat.hosts) AS hosts',
    );
    expect(rows).toMatchObject(own as object);
    const again = await fresh.load(example.database);
    expect(again).toEqual({ load: first.load, sent: 0, found: first.sent, rows: {} });
    expect(await counts(fresh)).toEqual(rows);
    const hosts = await Promise.all(
      fresh.shards.map((shard) => ask<{ host: string }>(shard, 'hosts', 'SELECT DISTINCT host FROM events')),
    );
    const names = hosts.flat().map(({ host }) => host);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(own?.hosts as number);
  });

  it('refuses a case of which a file waits for being linked', async () => {
    await using stopped = await caseFrom([['fixtures/example']]);
    await stopped.rows('DELETE FROM flat.linked WHERE source_id = 1');
    await expect(cluster.load(stopped.database)).rejects.toThrow('1 file of the case is not linked yet');
  });

  it.each([
    ['before a batch is there', 'INSERT INTO events'],
    ['before a batch is booked', 'INSERT INTO loads SELECT .*activity'],
    ['between tables', 'INSERT INTO links'],
  ])('goes on where an engine died %s, and gives the same', async (_, matches) => {
    await inFolder(async (folder) => {
      let engine = await startEngine({ folder });
      const open = () => openCluster([engine], { retrySeconds: 0 }, 'broken');
      try {
        const broken = await open();
        engine.fault({ kind: 'die', matches, times: 1 });
        await expect(broken.load(example.database)).rejects.toThrow('does not answer');
        await broken[Symbol.asyncDispose]();
        engine = await startEngine({ folder });
        await using mended = await open();
        expect((await statusOf(mended.shards)).map(({ whole }) => whole)).toEqual([false]);
        const report = await mended.load(example.database);
        expect(report.found).toBeGreaterThan(0);
        expect(report.sent).toBeGreaterThan(0);
        await using whole = await openCluster(cluster.engines);
        await whole.load(example.database);
        expect({ ...(await counts(mended)), sources: 0 }).toEqual({ ...(await counts(whole)), sources: 0 });
        const { alerts } = await mended.hunt(rules);
        expect(JSON.stringify(alerts)).toBe(JSON.stringify(await huntCase(example.database, rules)));
        expect((await statusOf(mended.shards)).map(({ whole: all }) => all)).toEqual([true]);
      } finally {
        await engine.kill();
      }
    });
  });

  it('sends a batch again that came in part, or whose answer was lost', async () => {
    await using fresh = await openCluster(cluster.engines);
    const [engine] = cluster.engines;
    engine?.fault({ kind: 'cut', matches: 'INSERT INTO (events|processes)', times: 2 });
    engine?.fault({ kind: 'drop', matches: 'INSERT INTO links', times: 2 });
    await fresh.load(example.database);
    await using whole = await openCluster(cluster.engines);
    await whole.load(example.database);
    expect(await counts(fresh)).toEqual(await counts(whole));
    // What an earlier try left of a batch goes before all of it comes.
    const [shard] = fresh.shards as [Shard];
    await shard.client.command({ query: 'DELETE FROM events WHERE record % 2 = 0 AND event >= 0' });
    await shard.client.command({ query: "DELETE FROM loads WHERE part = 'events'" });
    expect((await fresh.load(example.database)).sent).toBe(1);
    expect(await counts(fresh)).toEqual(await counts(whole));
  });

  it('refuses what is loaded already in another case, and replaces it when told to', async () => {
    await using fresh = await openCluster(cluster.engines);
    await using part = await caseFrom([['fixtures/example/ws-014-sysmon.ndjson']]);
    const old = await fresh.load(part.database);
    await expect(fresh.load(example.database)).rejects.toThrow('ws-014-sysmon.ndjson is loaded already');
    const { load } = await fresh.load(example.database, { replace: true });
    expect(new Set((await statusOf(fresh.shards)).map((row) => row.load))).toEqual(new Set([load]));
    expect(load).not.toBe(old.load);
    await using whole = await openCluster(cluster.engines);
    await whole.load(example.database);
    expect(await counts(fresh)).toEqual(await counts(whole));
  });

  it('refuses to go on with other shards than it was begun with', async () => {
    await using fresh = await openCluster(cluster.engines);
    await fresh.load(example.database);
    await using fewer = await openCluster(cluster.engines.slice(1), {}, fresh.options.database);
    await expect(fewer.load(example.database)).rejects.toThrow('was begun with 2 shards');
  });

  it('keeps two cases side by side: alerts of both are those of each', async () => {
    await using fresh = await openCluster(cluster.engines);
    await using one = await caseFrom([['fixtures/example/fs-02-security.ndjson.gz']]);
    await using other = await caseFrom([['fixtures/example/ws-021-securityevent.csv']]);
    await fresh.load(one.database);
    await fresh.load(other.database);
    const ids = (alerts: readonly { id: string; ancestry: readonly { entity_id: string }[] }[]) =>
      alerts.map(({ id, ancestry }) => [id, ...ancestry.map(({ entity_id }) => entity_id)].join()).sort();
    const { alerts } = await fresh.hunt(rules);
    expect(ids(alerts)).toEqual(
      ids([...(await huntCase(one.database, rules)), ...(await huntCase(other.database, rules))]),
    );
  });

  it("makes tables that ClickHouse's own cluster understands", async () => {
    const shards = connect(cluster.options);
    try {
      const statements = createStatements('main');
      expect(statements).toHaveLength(2 * TABLE_NAMES.length);
      for (const statement of statements) {
        const rows = await ask<{ explain: string }>(shards[0] as Shard, 'syntax', `EXPLAIN AST ${statement}`);
        expect(rows[0]?.explain).toContain('CreateQuery');
      }
    } finally {
      await disconnect(shards);
    }
  });
});
