import { join } from 'node:path';
import { ingest } from '../../src/analyze.ts';
import { compileRule } from '../../src/hunt/compile.ts';
import { findMatches } from '../../src/hunt/find-matches.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { DEFAULT_RULE } from '../../src/rules/shipped-rules.ts';
import { openCase } from '../../src/store/case.ts';
import type { Log } from './data/log-line.ts';
import { writeFleet } from './data/write-fleet.ts';
import { median, seconds } from './measure.ts';
import { inSeconds, record, section } from './report.ts';
import { runProgram } from './run-program.ts';

/** Python with the peers in it: `pip install msticpy eql`. */
const PYTHON = process.env.STEMMA_BENCH_PYTHON ?? 'python3';

const CLAUSE = ['svchost.exe', 'MsMpEng.exe', 'services.exe'] as const;

/** What a Python script says, undefined where it or its library is not installed. */
async function python(script: string, ...args: string[]): Promise<Record<string, number> | undefined> {
  const run = await runProgram(PYTHON, [join(import.meta.dirname, 'peers', script), ...args]);
  return run?.status === 0 ? JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}') : undefined;
}

/** The same job as others do it: msticpy's tree of events 4688, and one rule by Elastic's own engine for EQL in Python. */
export async function benchPeers(folder: string, processes: number, runs: number): Promise<void> {
  section(`Peers, on ${processes} processes; theirs beside ours`);
  const logsOf = async (log: Log): Promise<string> => {
    const logs = join(folder, `peers-${log}`);
    await writeFleet(logs, join(folder, 'peers-answers.ndjson'), {
      hosts: Math.max(4, processes / 2000),
      days: 1,
      perDay: 2000,
      seed: 7,
      oneIn: 5000,
      log,
    });
    return join(logs, `day-001-${log}.ndjson`);
  };
  const [rule] = (await findRules([DEFAULT_RULE])).rules.map(compileRule);
  const load = (file: string, hunted: boolean) => async (): Promise<void> => {
    const database = await openCase(':memory:');
    await ingest(database, [file]);
    if (hunted && rule !== undefined) await findMatches(database, [rule]);
    database.close();
  };
  const beside = async (
    what: string,
    ours: () => Promise<void>,
    theirs: () => Promise<number | undefined>,
    goal?: number,
  ): Promise<void> => {
    const pairs: [number, number][] = [];
    for (let run = 0; run < runs; run += 1) {
      const own = await seconds(ours);
      const other = await theirs();
      if (other === undefined) return record({ what, ours: inSeconds(own), other: 'not installed' });
      pairs.push([own, other]);
    }
    record({
      what,
      ours: inSeconds(median(pairs.map(([own]) => own))),
      other: inSeconds(median(pairs.map(([, other]) => other))),
      ratio: median(pairs.map(([own, other]) => own / other)),
      goal,
    });
  };
  const security = await logsOf('security');
  await beside(
    'msticpy: read events 4688 and build the trees',
    load(security, false),
    async () => {
      const taken = await python('msticpy_tree.py', security);
      return taken === undefined ? undefined : (taken.read ?? 0) + (taken.build ?? 0);
    },
    0.05,
  );
  const sysmon = await logsOf('sysmon');
  const query = `process where name == "${CLAUSE[0]}" and not parent_name in ("${CLAUSE.join('", "')}")`;
  await beside(
    'eql (Python): read Sysmon 1 and run one clause; ours: link and the whole rule',
    load(sysmon, true),
    async () => (await python('eql_rule.py', sysmon, query))?.whole,
  );
  for (const [name, why] of ABSENT) record({ what: name, ours: '', other: why });
}

/** Peers that no package of npm, Debian or PyPI brings. */
const ABSENT = [
  ['chainsaw, one rule', 'not packaged'],
  ['hayabusa, one rule', 'not packaged'],
  ['Zircolite, one rule', 'not packaged'],
] as const;
