import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ingest } from '../../src/analyze.ts';
import { StoppedError } from '../../src/model/errors.ts';
import { openCase } from '../../src/store/case.ts';
import { fleetLines } from '../bench/fleet.ts';
import { inFolder, put } from '../support/case.ts';
import { differences, dumpCase } from '../support/dump.ts';
import { stateOf } from '../support/kills.ts';
import { start, stemma } from '../support/stemma.ts';

const fleet = (seed: number, processes: number): string =>
  `${[...fleetLines({ processes, hosts: 3, seed })].join('\n')}\n`;

it.each([
  ['once, it finishes the file that it loads', 1, 1],
  ['twice, it stops now', 2, 0],
])('when Ctrl-C is pressed %s', async (_, times, files) => {
  await inFolder(async (folder) => {
    const inputs = [put(folder, 'a.ndjson', fleet(1, 20_000)), put(folder, 'b.ndjson', fleet(2, 100))];
    const temp = join(folder, 'temp');
    mkdirSync(temp);
    const path = join(folder, 'case.duckdb');
    const child = start(['ingest', ...inputs, '--case', path, '-q'], { TMPDIR: temp });
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
    });
    const isLoading = () => readdirSync(temp).some((name) => name.startsWith('stemma-'));
    while (!isLoading()) await sleep(5);
    await sleep(50);
    child.kill('SIGINT');
    await expect.poll(() => said, { timeout: 20_000 }).toContain('Ctrl-C again stops now');
    if (times === 2) child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
    expect(said).toContain('stopping when');
    expect(said).toContain('a.ndjson is loaded');
    expect(readdirSync(temp).filter((name) => name.startsWith('stemma-'))).toEqual([]);
    if (existsSync(path)) expect(await stateOf(path)).toEqual({ files, linked: 0 });
    expect(stemma(['ingest', ...inputs, '--case', path, '-q']).status).toBe(0);
    expect(await stateOf(path)).toEqual({ files: 2, linked: 2 });
  });
});

it('ends a link at any step, which the next one makes good', async () => {
  await inFolder(async (folder) => {
    const inputs = [put(folder, 'a.ndjson', fleet(1, 500)), put(folder, 'b.ndjson', fleet(2, 500))];
    const whole = await openCase(':memory:');
    const { links } = await ingest(whole, inputs);
    const stopped = await openCase(':memory:');
    const steps: string[] = [];
    await ingest(whole, inputs, { onLink: (_, what) => steps.push(what) }, { clockRepair: false });
    expect(steps.length).toBeGreaterThan(5);
    await ingest(whole, inputs);
    for (const step of new Set(steps)) {
      const controller = new AbortController();
      const onLink = (_: number, what: string): void => {
        if (what === step) controller.abort();
      };
      await expect(ingest(stopped, inputs, { onLink }, { signal: controller.signal }), step).rejects.toThrow(
        StoppedError,
      );
    }
    expect((await ingest(stopped, inputs)).links).toEqual({ ...links, hostsLinked: expect.any(Number) });
    expect(differences(await dumpCase(whole), await dumpCase(stopped))).toEqual([]);
    whole.close();
    stopped.close();
  });
});
