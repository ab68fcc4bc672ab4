import { ask, type ProcessKey } from '../../src/cluster/ask.ts';
import type { Shard } from '../../src/cluster/connect.ts';
import { OWN_EVENTS } from '../../src/cluster/events.ts';
import { CLUSTER_FACETS, CLUSTER_USER } from '../../src/cluster/facets.ts';
import { withAncestors } from '../../src/cluster/frontier.ts';
import { ShardFiles } from '../../src/cluster/shard-files.ts';
import { downloadProcesses } from '../../src/cluster/surroundings.ts';
import type { EventQuery } from '../../src/eql/ast.ts';
import { compilePrefilter } from '../../src/eql/sql.ts';
import { CLICKHOUSE } from '../../src/eql/sql-clickhouse.ts';
import { FACETS } from '../../src/store/prevalence.ts';
import { engineMissing } from '../cluster/support/chdb.ts';
import { openCluster } from '../cluster/support/cluster.ts';
import { caseOf, inFolder } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';
import { fleetLines } from './fleet.ts';
import { median } from './measure.ts';

/**
 * A hunt in one ClickHouse engine against what one would write without stored links: a recursive query over the events,
 * which finds the edges by the very same prefilter and climbs by the ids that events carry. Arguments: events, and runs.
 */
const [events = 2_000_000, runs = 3] = process.argv.slice(2).map(Number);

/** Processes of the fleet that is loaded; its hosts are then copied, under other names, until there are enough events. */
const FLEET = { processes: 20_000, hosts: 20, seed: 20261124 };

const HOSTS_TABLES = ['events', 'processes', 'links', 'hosts'] as const;

if (engineMissing !== undefined) throw new Error(engineMissing);
const rule = await shippedRule(314);
await using cluster = await openCluster(1, { memory: 12 * 2 ** 30, seconds: 1800, retrySeconds: 0 });
const [shard] = cluster.shards as [Shard];
const count = async (sql: string): Promise<number> => {
  const result = await shard.client.query({
    query: `SELECT count() AS n FROM (${sql})`,
    format: 'JSONEachRow',
  });
  return Number((await result.json<{ n: string }>())[0]?.n);
};

{
  await using fleet = await caseOf({ 'fleet.ndjson': [...fleetLines(FLEET)].join('\n') });
  await cluster.load(fleet.database);
}
const copies = Math.ceil(events / (await count('SELECT 1 FROM events'))) - 1;
for (const table of HOSTS_TABLES)
  await shard.client.command({
    query: `INSERT INTO ${table} SELECT e.* REPLACE (concat(e.host, '-', toString(c.number)) AS host) FROM ${table} AS e CROSS JOIN numbers(${copies}) AS c`,
  });
const all = await count('SELECT 1 FROM events');

const hits = compilePrefilter(rule.query as EventQuery, (field) => OWN_EVENTS.column(field), CLICKHOUSE);
const HITS = `(SELECT host, process_entity_id AS id FROM events WHERE ${hits})`;

/** What else an alert and its verdict tell, each as a statement over the events alone: descendants, siblings, and how often its facets are seen. */
const REST: readonly string[] = [
  `WITH RECURSIVE below AS (SELECT host, id AS hit, id, toUInt32(0) AS depth FROM ${HITS} UNION ALL SELECT e.host, b.hit, e.process_entity_id, b.depth + 1 FROM below AS b INNER JOIN events AS e ON e.host = b.host AND e.process_parent_entity_id = b.id WHERE e.kind = 'start' AND b.depth < 64) SELECT * FROM below`,
  `SELECT e.host, e.process_entity_id FROM events AS e WHERE e.kind = 'start' AND (e.host, e.process_parent_entity_id) IN (SELECT host, process_parent_entity_id FROM events WHERE ${hits})`,
  ...FACETS.map(
    (facet) =>
      `SELECT ${CLUSTER_FACETS[facet]} AS key, count(), uniqExact(host), uniqExact(${CLUSTER_USER}) FROM events WHERE kind = 'start' GROUP BY key HAVING key IN (SELECT ${CLUSTER_FACETS[facet]} FROM events WHERE ${hits})`,
  ),
];

/** Every start of some name: as many chains as a wide rule makes. */
const MANY = "kind = 'start' AND process_name = 'cmd.exe'";

const climbing = (from: string): string =>
  `WITH RECURSIVE chain AS (SELECT host, process_entity_id AS hit, process_entity_id AS id, process_parent_entity_id AS parent, process_name AS name, process_command_line AS line, toUInt32(0) AS depth FROM events WHERE ${from} UNION ALL SELECT e.host, c.hit, e.process_entity_id, e.process_parent_entity_id, e.process_name, e.process_command_line, c.depth + 1 FROM chain AS c INNER JOIN events AS e ON e.host = c.host AND e.process_entity_id = c.parent WHERE e.kind = 'start' AND c.depth < 64) SELECT host, hit, id, name, line, depth FROM chain`;

/** Chains by levels over the stored links, and the processes in them, as a hunt has them. */
async function climb(folder: string): Promise<number> {
  const keys = await ask<ProcessKey>(
    shard,
    'hits',
    `SELECT host, assumeNotNull(process) AS id FROM events WHERE ${MANY}`,
  );
  const reached = await withAncestors(shard, OWN_EVENTS.loads, keys);
  const cost = { queries: 0, rows: 0, bytes: 0 };
  await downloadProcesses(shard, new ShardFiles(folder, shard), OWN_EVENTS.loads, reached, cost);
  return reached.length;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly seconds: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

console.log(
  `${all.toLocaleString('en-US')} events on ${(FLEET.hosts * (copies + 1)).toLocaleString('en-US')} hosts`,
);
const ratios = { hunt: [] as number[], chains: [] as number[] };
for (let run = 0; run < runs; run += 1) {
  const ours = await timed(() => cluster.hunt([rule], { sliceEvents: 50_000_000 }));
  const theirs = await timed(async () => {
    for (const sql of REST) await count(sql);
    return count(climbing(hits));
  });
  ratios.hunt.push(theirs.seconds / ours.seconds);
  console.log(
    `hunt ${ours.seconds.toFixed(1)} s, with verdicts; SQL over the events for the same ${theirs.seconds.toFixed(1)} s, ${theirs.result} rows; ratio ${ratios.hunt.at(-1)?.toFixed(1)}`,
  );
  const climbed = await timed(() => inFolder(climb));
  const recursive = await timed(() => count(climbing(MANY)));
  ratios.chains.push(recursive.seconds / climbed.seconds);
  console.log(
    `chains of many ${climbed.seconds.toFixed(1)} s, ${climbed.result} processes; recursive SQL ${recursive.seconds.toFixed(1)} s, ${recursive.result} rows; ratio ${ratios.chains.at(-1)?.toFixed(1)}`,
  );
}
console.log(
  `median ratios: hunt ${median(ratios.hunt).toFixed(1)}, chains of many ${median(ratios.chains).toFixed(1)}`,
);
