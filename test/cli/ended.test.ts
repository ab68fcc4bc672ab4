import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { start } from '../support/stemma.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a hunt with its temporary files in the test's folder. */
const hunt = (...args: string[]): ChildProcess => start(['hunt', ...args], { TMPDIR: folder });

const leftBehind = (): string[] => readdirSync(folder).filter((name) => name.startsWith('stemma-'));

describe('a hunt that is ended early leaves no temporary files', () => {
  it('when the reader of its output goes, with the exit status that it would have had', async () => {
    const child = hunt('fixtures/example', '-f', 'ndjson', '--fail-on-alert');
    child.stdout?.destroy();
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said).toContain('10 alerts');
    expect(leftBehind()).toEqual([]);
  });

  it('when the reader of all it says goes', async () => {
    const child = hunt('fixtures/example', '--fail-on-alert');
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(leftBehind()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s, of which it dies', async (signal) => {
    const child = hunt('-');
    await expect.poll(leftBehind, { timeout: 10_000 }).toHaveLength(2);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
    expect(leftBehind()).toEqual([]);
  });
});
