import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stemma } from '../support/stemma.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  path = join(folder, 'example.duckdb');
  const run = stemma(['ingest', 'fixtures/example', '--case', path]);
  expect(run.status).toBe(0);
  expect(run.stderr).toContain('399 records = 369 events + 3 rejected + 27 skipped');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sql = (statement: string, format = 'ndjson') =>
  stemma(['sql', statement, '--case', path, '-f', format]);
const rows = (statement: string): Record<string, unknown>[] =>
  sql(statement)
    .stdout.split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('stemma sql', () => {
  it('knows ECS names', () => {
    expect(
      rows(
        "SELECT process.name, process.parent.name AS parent FROM events WHERE event.code = '1' AND process.pid = 6292",
      ),
    ).toEqual([{ name: 'svchost.exe', parent: 'OneDriveUpd.exe' }]);
  });

  it('splits arguments where a record has none', () => {
    const [row] = rows("SELECT process.args FROM events WHERE process.pid = 9836 AND event.code = '1'");
    expect(row).toEqual({ args: ['cmd.exe', '/k'] });
  });

  it('walks with the macros', () => {
    const [hollowed] = rows('SELECT process.entity_id AS id FROM processes WHERE process.pid = 6292') as {
      id: string;
    }[];
    const names = (macro: string) =>
      rows(`SELECT process.name FROM ${macro}('${hollowed?.id}')`).map((row) => row.name);
    expect(names('ancestors').slice(0, 3)).toEqual(['OneDriveUpd.exe', 'powershell.exe', 'WINWORD.EXE']);
    expect(names('descendants')).toHaveLength(10);
    expect(names('siblings')).toEqual([]);
  });

  it('keeps count: records = events + rejected + skipped, file by file', () => {
    expect(rows('SELECT path FROM sources WHERE records <> events + rejected + skipped')).toEqual([]);
    expect(rows('SELECT record, reason FROM rejects ORDER BY ALL')).toEqual([
      { record: '32', reason: 'not JSON' },
      { record: '71', reason: 'cut off' },
      { record: '83', reason: 'not an object' },
    ]);
  });

  it('guards the cells of CSV', () => {
    const csv = sql(
      "SELECT process.command_line FROM events WHERE starts_with(process.command_line, '=')",
      'csv',
    ).stdout;
    expect(csv.split('\n')[1]).toMatch(/^"?'=/);
  });

  it.each([
    "COPY (SELECT 1) TO '/tmp/stemma-test.csv'",
    "SELECT * FROM read_csv('/etc/passwd')",
    'DROP VIEW events',
    "UPDATE flat.events SET kind = 'end'",
    "ATTACH '/tmp/stemma-test.duckdb'",
    'SET enable_external_access = true',
    'INSTALL httpfs',
    'SELEC 1',
  ])('refuses %s', (statement) => {
    const run = sql(statement);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^stemma: /);
  });
});

describe('stemma tree', () => {
  it('shows the chain and the descendants, hostile text escaped', () => {
    const run = stemma(['tree', 'WS-014:6292', '--case', path]);
    expect(run.status).toBe(0);
    const names = run.stdout.split('\n').map((line) => /([\w.]+) \(\d+\)/.exec(line)?.[1]);
    expect(names.slice(1, 12)).toEqual([
      'System',
      'smss.exe',
      'smss.exe',
      'winlogon.exe',
      'userinit.exe',
      'explorer.exe',
      'OUTLOOK.EXE',
      'WINWORD.EXE',
      'powershell.exe',
      'OneDriveUpd.exe',
      'svchost.exe',
    ]);
    expect(run.stdout).toContain('\\u{1b}[2J');
    expect(run.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('lists as many descendants as asked and says how many there are', () => {
    const run = stemma(['tree', 'WS-014:6292', '--case', path, '--max-descendants', '2']);
    expect(run.stdout).toContain('8 more descendants');
  });

  it('gives the same as JSON', () => {
    const [lineage] = JSON.parse(stemma(['tree', 'WS-014:6292', '--case', path, '-f', 'json']).stdout);
    expect(lineage.ancestry).toHaveLength(10);
    expect(lineage.descendants.count).toBe(10);
  });

  it('says what to do when there is no such process', () => {
    const run = stemma(['tree', 'WS-014:1', '--case', path]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('stemma sql');
  });
});
