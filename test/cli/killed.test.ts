import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fleetLines } from '../bench/fleet.ts';
import { inFolder, put } from '../support/case.ts';
import { everyExport, run, stateOf } from '../support/kills.ts';

/** So many runs are killed; the seed of when. */
const KILLS = Number(process.env.KILLS ?? 4);
const SEED = Number(process.env.KILLS_SEED ?? 20260310);

/** Logs of a few hosts, some of which two files tell of. */
function writeFleet(folder: string): string[] {
  const files = new Map<string, string[]>();
  let turn = 0;
  for (const line of fleetLines({ processes: 2000, hosts: 3, seed: 8 })) {
    const { name } = (JSON.parse(line) as { host: { name: string } }).host;
    const file = turn++ % 3 === 0 ? 'others' : name;
    const lines = files.get(file) ?? [];
    files.set(file, lines);
    lines.push(line);
  }
  return [...files].map(([name, lines]) => put(folder, `${name}.ndjson`, `${lines.join('\n')}\n`));
}

/** Numbers below 1, the same for each seed. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    yield state / 0x80000000;
  }
}

it(
  'a case that is killed while it is loaded, linked or hunted in is whole, goes on, and comes to the same',
  async () => {
    await inFolder(async (folder) => {
      const inputs = ['fixtures/example', ...writeFleet(folder)];
      const temp = join(folder, 'temp');
      mkdirSync(temp);
      const path = join(folder, 'case.duckdb');
      const ingest = ['ingest', ...inputs, '--case', path, '-q'];
      const commands = [ingest, ['hunt', ...inputs, '--case', path, '-q', '-f', 'csv']];
      const whole = await run(commands[1] as string[], temp);
      expect(whole.status).toBe(0);
      const files = await stateOf(path);
      expect(files.linked).toBe(files.files);
      const expected = await everyExport(path);

      const draw = draws(SEED);
      const next = (): number => draw.next().value;
      let usual = whole.milliseconds;
      const seen = { nothing: 0, loaded: 0, linked: 0 };
      let killed = 0;
      for (let chain = 0; killed < KILLS; chain += 1) {
        rmSync(path, { force: true });
        rmSync(`${path}.wal`, { force: true });
        // Half of them begin with a case that holds something.
        if (chain % 2 === 1)
          expect((await run(['ingest', inputs[1] as string, '--case', path, '-q'], temp)).status).toBe(0);
        for (let done = false; !done && killed < KILLS; ) {
          const { status, milliseconds } = await run(commands[killed % 2] as string[], temp, next() * usual);
          done = status === 0;
          // The machine was busier before: what is killed must not have ended by then.
          if (done) usual = Math.min(usual, milliseconds);
          if (done) break;
          killed += 1;
          const state = await stateOf(path);
          seen[state.files === 0 ? 'nothing' : state.linked < state.files ? 'loaded' : 'linked'] += 1;
          rmSync(temp, { recursive: true });
          mkdirSync(temp);
        }
        expect((await run(ingest, temp)).status).toBe(0);
        expect(await stateOf(path)).toEqual(files);
        expect(await everyExport(path)).toEqual(expected);
        if (process.env.KILLS !== undefined)
          process.stdout.write(`${killed} of ${KILLS} kills: ${JSON.stringify(seen)}\n`);
      }
      expect(killed).toBe(KILLS);
    });
  },
  120_000 + KILLS * 60_000,
);
