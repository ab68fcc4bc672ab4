import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/model/alert.ts';
import { ROOT, stemma } from '../support/stemma.ts';

const EXAMPLE = 'fixtures/example';
const files = readdirSync(join(ROOT, EXAMPLE)).map((name) => `${EXAMPLE}/${name}`);

describe('stemma hunt on the example', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints the alerts with their chains', async () => {
    const run = stemma(['hunt', EXAMPLE]);
    expect(run.status).toBe(0);
    await expect(run.stdout).toMatchFileSnapshot('../../fixtures/golden/example-alerts.txt');
    await expect(run.stderr).toMatchFileSnapshot('../../fixtures/golden/example-summary.txt');
  });

  it('writes the same bytes in any input order, time zone and locale', () => {
    const first = stemma(['hunt', ...files, '--format', 'ndjson', '-q'], { env: { TZ: 'UTC' } });
    const second = stemma(['hunt', ...[...files].reverse(), '--format', 'ndjson', '-q'], {
      env: { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' },
    });
    expect(first.stdout).not.toBe('');
    expect(second.stdout).toBe(first.stdout);
    expect(first.stderr).toBe('');
  });

  it('writes one alert a line that carries the chain to the root', () => {
    const lines = stemma(['hunt', EXAMPLE, '-f', 'ndjson']).stdout.trimEnd().split('\n');
    const alerts = lines.map((line) => JSON.parse(line) as Alert);
    expect(alerts).toHaveLength(10);
    for (const alert of alerts) {
      expect(alert.ancestry.at(-1)?.name).toBe('System');
      expect(alert.id).toMatch(/^[0-9a-f]{64}$/);
      expect(alert.records.some((record) => record.matched)).toBe(true);
    }
    expect(new Set(alerts.map((alert) => alert.id)).size).toBe(10);
  });

  it('finds the same alerts by the whole graph', () => {
    const narrowed = stemma(['hunt', EXAMPLE, '-f', 'json', '-q']).stdout;
    expect(stemma(['hunt', EXAMPLE, '-f', 'json', '-q', '--full-graph']).stdout).toBe(narrowed);
  });

  it('hunts again in a case that it kept, and adds nothing twice', () => {
    const path = join(folder, 'kept.duckdb');
    const first = stemma(['hunt', EXAMPLE, '--case', path, '-f', 'ndjson', '-q']);
    const again = stemma(['hunt', '--case', path, '-f', 'ndjson', '-q']);
    expect(again.stdout).toBe(first.stdout);
    const added = stemma(['hunt', EXAMPLE, '--case', path, '-f', 'ndjson']);
    expect(added.stdout).toBe(first.stdout);
    expect(added.stderr).toContain('same content');
    expect(added.status).toBe(0);
  });

  it('keeps to a host, a time and a number', () => {
    const count = (...args: string[]): number =>
      stemma(['hunt', EXAMPLE, '-f', 'ndjson', '-q', ...args])
        .stdout.split('\n')
        .filter(Boolean).length;
    expect(count('--host', 'ws-014')).toBe(3);
    expect(count('--host', 'WS-014.halvard.example', '--from', '2026-03-10T08:13:00Z')).toBe(1);
    expect(count('--to', '2026-03-10 08:00')).toBe(3);
    expect(count('--max-alerts', '4')).toBe(4);
  });

  it('runs another version of the rule, and says by its exit status that there are alerts', () => {
    const run = stemma([
      'hunt',
      EXAMPLE,
      '--rules',
      'unusual_parentchild_relationship@323',
      '-f',
      'ndjson',
      '--fail-on-alert',
    ]);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(9);
    expect(run.status).toBe(1);
  });

  it('reads standard input', () => {
    const input = readFileSync(join(ROOT, EXAMPLE, 'fs-02-security.ndjson.gz'));
    const piped = stemma(['hunt', '-', '-f', 'csv'], { input });
    expect(piped.status).toBe(0);
    expect(piped.stdout.split('\n').filter(Boolean)).toHaveLength(3);
    expect(piped.stderr).toContain('cut off: 1');
  });
});
