import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../src/cluster/ask.ts';
import { checkEvents, checkLinks } from '../../src/cluster/check.ts';
import { ruleColumn } from '../../src/cluster/columns.ts';
import type { Shard } from '../../src/cluster/connect.ts';
import { linkTable } from '../../src/cluster/link.ts';
import { mappedEvents } from '../../src/cluster/mapped-events.ts';
import { type Mapping, mappingByName, readMapping } from '../../src/cluster/mapping.ts';
import { clickhouseText } from '../../src/eql/sql-clickhouse.ts';
import { FIELD_NAMES, type FieldName } from '../../src/model/field.ts';
import { openCase } from '../../src/store/case.ts';
import { query } from '../../src/store/database.ts';
import { fleetLines } from '../bench/fleet.ts';
import { caseFrom, caseOf } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';
import { engineMissing } from './support/chdb.ts';
import { huntCase, openCluster, type TestCluster } from './support/cluster.ts';

const rules = [await shippedRule(314), await shippedRule(323)];

const column = (field: FieldName): string =>
  field === '@timestamp' ? 'timestamp' : field.replaceAll('.', '_');

/** Columns of a table as somebody else may have made it, over Stemma's own. */
const theirColumn = (field: FieldName, index: number): string =>
  field === '@timestamp' || field === 'process.start'
    ? `fromUnixTimestamp64Micro(${column(field)}, 'UTC') AS c${index}`
    : field === 'process.pid'
      ? `toString(${column(field)}) AS c${index}`
      : `${column(field)} AS c${index}`;

/** Fields that such a table has. */
const FIELDS = FIELD_NAMES.filter(
  (field) => !/^(?:winlog\.event_data|file\.|dll\.|registry\.|dns\.)/.test(field),
);

const theirMapping = (log: string, without: readonly string[] = []): Mapping =>
  readMapping(
    [
      'table = "edr"',
      'host = "machine"',
      'time = "ts"',
      `log = "'${log}'"`,
      '[fields]',
      ...FIELDS.flatMap((field, index) => (without.includes(field) ? [] : [`"${field}" = "c${index}"`])),
    ].join('\n'),
    'edr.toml',
  );

/** What an alert says, but for where its records are, and starts of processes that only an id tells. */
const said = (alerts: readonly object[], without: readonly string[]): string =>
  JSON.stringify(alerts, (key, value) => (without.includes(key) ? undefined : value), 1);

async function makeTable({ shards }: TestCluster): Promise<void> {
  for (const shard of shards)
    await shard.client.command({
      query: `CREATE TABLE edr ENGINE = MergeTree ORDER BY (machine, ts) AS SELECT host AS machine, time AS ts, ${FIELDS.map(theirColumn).join(', ')} FROM events WHERE isNull(copy_of)`,
    });
}

describe.skipIf(engineMissing !== undefined)(`a table that is not Stemma's ${engineMissing ?? ''}`, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openCluster(2);
  });
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  it('whose events carry ids gives the alerts and the chains of a case of the same events', async () => {
    const lines = [...fleetLines({ processes: 30_000, hosts: 9, seed: 5 })];
    await using loaded = await caseOf({ 'fleet.ndjson': `${lines.join('\n')}\n` });
    await using fresh = await openCluster(cluster.engines);
    await fresh.load(loaded.database);
    await makeTable(fresh);
    const mapping = theirMapping('ecs');
    const eventsOf = (shard: Shard) => mappedEvents(shard, mapping);
    const report = await linkTable(fresh.shards, mapping, eventsOf);
    expect(report.linksByMethod).toEqual(loaded.report.links.linksByMethod);
    expect(report.processes).toBe(loaded.report.links.processes);
    // Again it gives the same, and not twice as much.
    expect(await linkTable(fresh.shards, mapping, eventsOf)).toEqual(report);
    const events = await eventsOf(fresh.shards[0] as Shard);
    const { alerts } = await fresh.hunt(rules, { events });
    const local = await huntCase(loaded.database, rules);
    expect(local.length).toBeGreaterThan(5);
    const without = ['records', 'log', 'start'];
    expect(said(alerts, without)).toBe(said(local, without));
    const states = await checkEvents(fresh.shards[0] as Shard, events, rules[0]?.fields ?? []);
    expect(states.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect((await checkLinks(fresh.shards[0] as Shard, events)).state).toBe('ok');
    // What Stemma's own tables hold is apart from it.
    const own = await fresh.hunt(rules);
    expect(JSON.stringify(own.alerts)).toBe(JSON.stringify(local));
  });

  it('without ids is linked by pid and time, as a case does it', async () => {
    const lines = [...fleetLines({ processes: 6000, hosts: 3, seed: 6 })].map((line) => {
      const { process, ...rest } = JSON.parse(line) as { process: Record<string, object> };
      const { entity_id: _, Ext: __, parent, ...own } = process;
      const { entity_id: ___, ...above } = parent as Record<string, unknown>;
      return JSON.stringify({ ...rest, process: { ...own, parent: above } });
    });
    await using loaded = await caseOf({ 'fleet.ndjson': `${lines.join('\n')}\n` });
    await using fresh = await openCluster(cluster.engines);
    await fresh.load(loaded.database);
    await makeTable(fresh);
    const mapping = theirMapping('ecs', [
      'process.entity_id',
      'process.parent.entity_id',
      'process.Ext.ancestry',
    ]);
    const report = await linkTable(fresh.shards, mapping, (shard) => mappedEvents(shard, mapping));
    expect(Object.keys(report.linksByMethod)).not.toContain('entity_id');
    const links = (sql: string) => `SELECT child, parent FROM (${sql}) ORDER BY child, parent`;
    const found = await Promise.all(
      fresh.shards.map((shard) =>
        ask<{ child: string; parent: string }>(
          shard,
          'links',
          links(
            "SELECT concat(l.host, ' ', toString(c.pid), ' ', toString(c.start)) AS child, concat(toString(p.pid), ' ', toString(p.start)) AS parent FROM links AS l JOIN processes AS c ON c.host = l.host AND c.entity_id = l.child JOIN processes AS p ON p.host = l.host AND p.entity_id = l.parent WHERE startsWith(l.load, 'table') AND startsWith(c.load, 'table') AND startsWith(p.load, 'table') AND l.method <> 'reported'",
          ),
        ),
      ),
    );
    const own = await loaded.rows<{ child: string; parent: string }>(
      links(
        "SELECT h.host_key || ' ' || c.pid || ' ' || epoch_us(c.start) AS child, p.pid || ' ' || epoch_us(p.start) AS parent FROM flat.links l JOIN flat.processes c ON c.rid = l.child_rid JOIN flat.processes p ON p.rid = l.parent_rid JOIN flat.hosts h ON h.host_rid = c.host_rid WHERE l.method <> 'reported'",
      ),
    );
    const text = (rows: readonly { child: string; parent: string }[]) =>
      new Set(rows.map(({ child, parent }) => `${child} < ${parent}`));
    const [there, here] = [text(found.flat()), text(own)];
    const common = [...here].filter((link) => there.has(link)).length;
    // It corrects no clock and has no end of a process that carries no id.
    expect(here.size).toBeGreaterThan(5000);
    expect(common / here.size).toBeGreaterThan(0.98);
    expect(there.size / here.size).toBeLessThan(1.02);
  });

  it('is told what it lacks', async () => {
    await using fresh = await openCluster(cluster.engines);
    const [shard] = fresh.shards as [Shard];
    await shard.client.command({
      query:
        "CREATE TABLE poor ENGINE = MergeTree ORDER BY t AS SELECT now() AS t, 'cmd.exe' AS image, 4 AS pid",
    });
    const mapping = readMapping(
      'table = "poor"\n[fields]\n"process.name" = "image"\n"@timestamp" = "t"',
      'poor.toml',
    );
    const lines = await checkEvents(shard, await mappedEvents(shard, mapping), [
      'process.name',
      'process.args',
    ]);
    const state = Object.fromEntries(lines.map(({ what, state: found }) => [what, found]));
    expect(state).toMatchObject({
      time: 'ok',
      image: 'ok',
      host: 'missing',
      category: 'missing',
      parent: 'weak',
      links: 'weak',
    });
    expect(lines.at(-1)?.detail).toBe('never filled: process.args');
    const wrong = readMapping('table = "poor"\n[fields]\n"process.name" = "no_such_column"', 'poor.toml');
    await expect(mappedEvents(shard, wrong)).rejects.toThrow(/no_such_column/);
  });

  it('has its command lines split as in a case', async () => {
    const piece = fc.constantFrom('"', '\\', ' ', 'a', '\\"', '\t', 'é', '""', "'", '-k', '\n', '\0');
    const lines = fc.sample(
      fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
      { numRuns: 500, seed: 9 },
    );
    const database = await openCase(':memory:');
    const [shard] = cluster.shards as [Shard];
    try {
      const local = await query<{ words: string[] }>(
        database,
        'SELECT argv(line) AS words FROM (SELECT unnest($lines::JSON::VARCHAR[]) AS line)',
        { lines: JSON.stringify(lines) },
      );
      const split = ruleColumn('process.args');
      const there = await ask<{ words: string[] }>(
        shard,
        'words',
        `SELECT ${split} AS words FROM (SELECT arrayJoin([${lines.map(clickhouseText).join(', ')}]) AS process_command_line, CAST([] AS Array(Nullable(String))) AS process_args)`,
      );
      expect(there.map(({ words }) => words)).toEqual(local.map(({ words }) => words));
    } finally {
      database.close();
    }
  });
});

describe('a mapping', () => {
  it.each([
    ['no TOML', 'table = ', /this is not TOML/],
    ['no table', '[fields]\n"process.name" = "x"', /has to name its table/],
    ['an unknown key', 'table = "t"\ntabel = "u"', /has no "tabel"/],
    ['an unknown field', 'table = "t"\n[fields]\n"process.nam" = "x"', /"process\.nam" is no field/],
    ['a number', 'table = "t"\n[fields]\n"process.name" = 5', /process\.name is no text/],
  ])('is refused with %s', (_, text, message) => {
    expect(() => readMapping(text, 'm.toml')).toThrow(message);
  });

  it('is made of the names of columns, with dots or underscores', () => {
    expect(mappingByName('t', ['@timestamp', 'process.name', 'process_pid', 'other'])).toEqual({
      table: 't',
      fields: {
        '@timestamp': '`@timestamp`',
        'process.name': '`process.name`',
        'process.pid': '`process_pid`',
      },
    });
  });
});

it('the example as a table gives the alerts of the case by their ids', async ({ skip }) => {
  if (engineMissing !== undefined) skip(engineMissing);
  await using fresh = await openCluster(1);
  await using example = await caseFrom([['fixtures/example/dc-01-endpoint-page1.json']]);
  await fresh.load(example.database);
  await makeTable(fresh);
  const mapping = theirMapping('ecs');
  await linkTable(fresh.shards, mapping, (shard) => mappedEvents(shard, mapping));
  const { alerts } = await fresh.hunt(rules, {
    events: await mappedEvents(fresh.shards[0] as Shard, mapping),
  });
  const local = await huntCase(example.database, rules);
  expect(alerts.map(({ id }) => id)).toEqual(local.map(({ id }) => id));
  expect(alerts.length).toBeGreaterThan(0);
});
