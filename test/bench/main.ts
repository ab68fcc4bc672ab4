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
import { fleetAnomalies, fleetLines } from './fleet.ts';
import { compare, loadNdjson, seconds, writeLines } from './measure.ts';
import { compareRules } from './rules.ts';
import { compareSources } from './sources.ts';
import { chainsByStringCte, explicitSchemaLoad, handWrittenRule } from './yardsticks.ts';

/**
 * `npm run bench -- [processes] [runs]`: load, rule and chains against plain DuckDB doing the same, what mapping each source
 * costs, many rules against one, and event logs against other readers, in one run.
 */
const [processes = 1_000_000, runs = 3] = process.argv.slice(2).map(Number);
const fleet = { processes, hosts: Math.max(10, Math.round(processes / 2000)), seed: 20260310 };

const folder = await mkdtemp(join(tmpdir(), 'stemma-bench-'));
try {
  const file = join(folder, 'fleet.ndjson');
  const size = await writeLines(file, fleetLines(fleet));
  console.log(
    `${processes} processes on ${fleet.hosts} hosts, ${(size / 1e6).toFixed(0)} MB of NDJSON; medians of ${runs}`,
  );
  console.log(`${''.padEnd(44)} ${'stemma'.padStart(11)}  ${'yardstick'.padStart(10)}`);

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
  console.log(
    `${'link'.padEnd(44)} ${(await seconds(() => linkProcesses(database, ID_FACTS))).toFixed(3).padStart(9)} s`,
  );

  const [rule] = (await findRules([DEFAULT_RULE])).rules.map(compileRule);
  if (rule === undefined) throw new Error('the default rule is not shipped');
  const hits = (await findMatches(database, [rule]))[0]?.matches ?? [];
  const [expected] = await query<{ hits: number }>(database, handWrittenRule);
  if (hits.length !== expected?.hits)
    throw new Error(`${hits.length} hits, but plain SQL finds ${expected?.hits}`);
  console.log(`${hits.length} hits; the fleet was given ${[...fleetAnomalies(fleet)].length} anomalies`);
  await compare(
    'the rule over all edges',
    0.35,
    () => findMatches(database, [rule]),
    () => query(database, handWrittenRule),
    7,
  );

  const chains = async (): Promise<number> => {
    const parentOf = await loadParentIndex(database);
    let length = 0;
    const step = Math.max(1, Math.floor(parentOf.length / 100_000));
    for (let rid = 0; rid < parentOf.length; rid += step) length += ancestorsOf({ parentOf }, rid).length;
    return length;
  };
  const byCte = chainsByStringCte(Math.max(1, Math.floor(processes / 100_000)));
  await compare('100,000 chains to the root', 0.25, chains, () => query(database, byCte), runs);
  database.close();
  await compareSources(folder, Math.ceil(processes / 10), runs);
  await compareRules(folder, processes, runs);
  await benchEvtx(folder, runs);
} finally {
  await rm(folder, { recursive: true, force: true });
}
