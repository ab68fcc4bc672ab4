import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert } from '../../src/model/alert.ts';
import { compareAnswers } from './data/compare-answers.ts';
import type { Answer } from './data/fleet-logs.ts';
import { writeFleet } from './data/write-fleet.ts';
import { median } from './measure.ts';
import { inSeconds, record, section } from './report.ts';
import { type ProgramRun, runProgram } from './run-program.ts';

const PER_DAY = 2000;
const GOAL = 150_000;
const MEMORY = 4e9;
/** What the process may hold beside the database. */
const BESIDE = 1.5e9;

const linesOf = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

/** One hunt by the built program from files to alerts. @throws Error where these are not what the fleet was given. */
async function huntOnce(logs: string, answers: string, out: string): Promise<ProgramRun> {
  const program = join(import.meta.dirname, '../../dist/cli/main.js');
  const args = ['hunt', logs, '-q', '-f', 'ndjson', '-o', out, '--memory', `${MEMORY / 1e9}GB`];
  const run = await runProgram(process.execPath, [program, ...args]);
  if (run?.status !== 0) throw new Error(`the hunt ended with ${run?.status}: npm run build?`);
  const wrong = compareAnswers(linesOf<Alert>(out), linesOf<Answer>(answers));
  if (wrong.length > 0)
    throw new Error(`${wrong.length} differences from the truth: ${wrong.slice(0, 5).join('; ')}`);
  return run;
}

/**
 * The whole way from files of four vendors to alerts, on fleets each twice as large as the one before, held to the truth;
 * then export and a query are done on none: they are measured on what `main` has loaded.
 */
export async function benchWholeHunt(folder: string, largest: number, runs: number): Promise<void> {
  section(
    'From files to alerts, one rule, every alert and chain held to the truth; beside it half as many processes',
  );
  let before: { readonly seconds: number; readonly events: number } | undefined;
  for (const processes of [largest / 4, largest / 2, largest]) {
    const logs = join(folder, 'logs');
    const answers = join(folder, 'answers.ndjson');
    const hosts = Math.max(4, Math.round(processes / PER_DAY));
    const { lines, answers: anomalies } = await writeFleet(logs, answers, {
      hosts,
      days: 1,
      perDay: PER_DAY,
      seed: 20260310,
      oneIn: 5000,
    });
    const all: ProgramRun[] = [];
    for (let run = 0; run < runs; run += 1)
      all.push(await huntOnce(logs, answers, join(folder, 'alerts.ndjson')));
    const seconds = median(all.map((run) => run.seconds));
    const what = `${(processes / 1e6).toFixed(2)} M processes, ${lines} events, ${anomalies} alerts`;
    record({
      what,
      ours: inSeconds(seconds),
      other: before === undefined ? '' : inSeconds(before.seconds),
      ...(before === undefined
        ? {}
        : { ratio: seconds / before.seconds, goal: (2.2 * lines) / (2 * before.events) }),
    });
    record({
      what: '… events a second, beside the goal',
      ours: `${Math.round(lines / seconds)}`,
      other: `${GOAL}`,
      ratio: GOAL / (lines / seconds),
      goal: 1,
    });
    const peak = Math.max(...all.map((run) => run.peak));
    record({
      what: '… peak memory, beside what it may take',
      ours: `${(peak / 1e9).toFixed(2)} GB`,
      other: `${((MEMORY + BESIDE) / 1e9).toFixed(2)} GB`,
      ratio: peak / (MEMORY + BESIDE),
      goal: 1,
    });
    before = { seconds, events: lines };
    rmSync(logs, { recursive: true });
  }
}
