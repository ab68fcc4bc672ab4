import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRule } from '../../src/hunt/compile.ts';
import { findMatches } from '../../src/hunt/find-matches.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { DEFAULT_RULE } from '../../src/rules/shipped-rules.ts';
import { ID_FACTS } from '../../src/sources/fields.ts';
import { openCase } from '../../src/store/case.ts';
import { type Database, execute, openDatabase, query } from '../../src/store/database.ts';
import { linkProcesses } from '../../src/store/link.ts';
import { loadParentIndex } from '../../src/store/parent-index.ts';
import { ancestorsOf } from '../../src/tree/forest.ts';
import { benchEvtx } from './evtx.ts';
import { compareExports } from './exports.ts';
import { fleetAnomalies, fleetLines } from './fleet.ts';
import { benchLinks } from './links.ts';
import { compare, loadNdjson, seconds, writeLines } from './measure.ts';
import { benchPeers } from './peers.ts';
import { inSeconds, record, section, writeReport } from './report.ts';
import { compareRules } from './rules.ts';
import { compareSources } from './sources.ts';
import { benchWholeHunt } from './whole-hunt.ts';
import { chainsByStringCte, explicitSchemaLoad, handWrittenRule } from './yardsticks.ts';

/**
 * `npm run bench -- [processes] [runs]`: load, link, rule, chains and exports against plain DuckDB doing the same, what
 * mapping each source costs, many rules against one, event logs against other readers, peers, and the whole way from files
 * to alerts, in one run; the table goes to BENCHMARKS.md.
 */
const [processes = 1_000_000, runs = 3] = process.argv.slice(2).map(Number);
const fleet = { processes, hosts: Math.max(10, Math.round(processes / 2000)), seed: 20260310 };

const folder = await mkdtemp(join(tmpdir(), 'stemma-bench-'));
try {
  const file = join(folder, 'fleet.ndjson');
  const size = await writeLines(file, fleetLines(fleet));
  section(
    `Single steps on ${processes} processes of ${fleet.hosts} hosts, ${(size / 1e6).toFixed(0)} MB of NDJSON`,
  );

  let stemma: Database | undefined;
  let attempt = 0;
  const load = async (): Promise<void> => {
    stemma?.close();
    attempt += 1;
    stemma = await openCase(join(folder, `case${attempt}.duckdb`));
    await loadNdjson(stemma, file);
  };
  const plainLoad = async (): Promise<void> => {
    attempt += 1;
    const plain = await openDatabase(join(folder, `plain${attempt}.duckdb`));
    await execute(plain, explicitSchemaLoad(file));
    plain.close();
  };
  await compare('load NDJSON, quarantine and all', 1.5, load, plainLoad, runs);
  const database = stemma as unknown as Database;
  const link = await seconds(() => linkProcesses(database, ID_FACTS));
  record({ what: 'link by ids', ours: inSeconds(link), other: '' });
  const again = await seconds(() => linkProcesses(database, ID_FACTS, { anew: true }));
  record({ what: 'link anew, beside the first time', ours: inSeconds(again), other: inSeconds(link) });

  const [rule] = (await findRules([DEFAULT_RULE])).rules.map(compileRule);
  if (rule === undefined) throw new Error('the default rule is not shipped');
  const hits = (await findMatches(database, [rule]))[0]?.matches ?? [];
  const [expected] = await query<{ hits: number }>(database, handWrittenRule);
  if (hits.length !== expected?.hits)
    throw new Error(`${hits.length} hits, but plain SQL finds ${expected?.hits}`);
  console.log(`${hits.length} hits; the fleet was given ${[...fleetAnomalies(fleet)].length} anomalies`);
  await compare(
    'the rule over all edges',
    0.25,
    () => findMatches(database, [rule]),
    () => query(database, handWrittenRule),
    7,
  );

  for (const hits of [1000, 100_000]) {
    const step = Math.max(1, Math.floor(processes / hits));
    const chains = async (): Promise<number> => {
      const parentOf = await loadParentIndex(database);
      let length = 0;
      for (let rid = 0; rid < parentOf.length; rid += step) length += ancestorsOf({ parentOf }, rid).length;
      return length;
    };
    const byCte = (): Promise<unknown> => query(database, chainsByStringCte(step));
    await compare(`${hits} chains to the root, beside a recursive CTE on ids`, 0.15, chains, byCte, runs);
  }
  await compareExports(database, rule, runs);
  const { path } = database;
  database.close();
  await benchLinks(path, processes);
  section('Load by source, beside DuckDB told the schema, and many rules');
  await compareSources(folder, Math.ceil(processes / 10), runs);
  await compareRules(folder, processes, runs);
  await benchEvtx(folder, runs);
  await benchPeers(folder, Math.min(processes, 100_000), Math.min(runs, 3));
  await benchWholeHunt(folder, processes, Math.min(runs, 3));
  writeReport(join(import.meta.dirname, '../../BENCHMARKS.md'), [
    `Written by \`npm run bench -- ${processes} ${runs}\`, which builds nothing: \`npm run build\` first. Fleets come from \`npm run bench:data\`.`,
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
