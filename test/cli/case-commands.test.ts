import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '../support/case.ts';
import { start, stemma } from '../support/stemma.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  path = join(folder, 'example.duckdb');
  const run = stemma(['ingest', 'fixtures/example', '--case', path]);
  expect(run.status).toBe(0);
  expect(run.stderr).toContain('399 records = 396 events + 3 rejected + 0 skipped');
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
      { record: 32, reason: 'not JSON' },
      { record: 71, reason: 'cut off' },
      { record: 83, reason: 'not an object' },
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
    ['', /no statement/],
    [' ; /* SELECT 1; */ ;', /no statement/],
    ['SELECT 1; DROP VIEW events;', /the statement would drop something\n {2}at statement 2 of 2/],
  ])('refuses what is no statement, and all where one is refused: %s', (statement, answer) => {
    const run = sql(statement);
    expect(run.stderr).toMatch(answer);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
  });

  it('takes a comment around the one statement, and a PIVOT, which is two within', () => {
    expect(rows('SELECT 1 AS one; -- done; really')).toEqual([{ one: 1 }]);
    expect(rows('PIVOT (SELECT 7 AS seven) ON seven USING count(*);\n-- done;')).toEqual([{ 7: 1 }]);
    const run = stemma(['sql', '--case', path, '-f', 'csv', '--', '-- one\nSELECT 1 AS one']);
    expect(run.stdout).toBe('one\n1\n');
    expect(stemma(['sql', '--help']).stdout).toContain('after --');
  });

  it('writes the head of CSV once, also above no rows', () => {
    expect(sql('SELECT range AS r FROM range(5000)', 'csv').stdout.match(/r/g)).toHaveLength(1);
    expect(sql('SELECT 1 AS r WHERE false', 'csv').stdout).toBe('r\n');
  });

  it('says what broke in the midst of the rows, also when they go to a file', () => {
    const statement = "SELECT if(range = 90000, error('late'), range) FROM range(100000)";
    const run = stemma(['sql', statement, '--case', path, '-f', 'ndjson', '-o', join(folder, 'late.ndjson')]);
    expect(run.stderr).toMatch(/^stemma: .*late\n/);
    expect(run.status).toBe(2);
  });

  it.each(['ndjson', 'csv'])('writes %s as it is read, without holding the result', async (format) => {
    const child = start(['sql', 'SELECT range FROM range(1000000000000)', '--case', path, '-f', format]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('runs several statements, of a file or of standard input too', () => {
    const both = 'SELECT 1 AS one;\nSELECT 2 AS two; -- done';
    expect(sql(both, 'ndjson').stdout).toBe('{"one":1}\n{"two":2}\n');
    expect(sql(both, 'csv').stdout).toBe('one\n1\n\ntwo\n2\n');
    const file = put(folder, 'both.sql', both);
    for (const args of [['--file', file], ['--file', '-'], []]) {
      const run = stemma(['sql', ...args, '--case', path, '-f', 'ndjson'], { input: both });
      expect([run.status, run.stdout]).toEqual([0, '{"one":1}\n{"two":2}\n']);
    }
  });

  it.each([
    [['SELECT 1', '--file', 'x.sql'], /on the command line and in --file/],
    [['--file', 'no/such.sql'], /the file with the SQL can't be read\n {2}at no\/such.sql/],
    [['SELECT 1; SELECT 2', '-f', 'arrow'], /a file in arrow holds one result/],
    [['SELECT 1', '-f', 'xlsx'], /Allowed choices are table, csv/],
  ])('refuses %s', (args, answer) => {
    const run = stemma(['sql', ...args, '--case', path]);
    expect(run.stderr).toMatch(answer);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });
});

describe('stemma tree', () => {
  it('shows the chain and the descendants, hostile text escaped', () => {
    const run = stemma(['tree', 'WS-014:6292', '--case', path]);
    expect(run.status).toBe(0);
    const names = run.stdout.split('\n').map((line) => /([\w.]+) \(\d+\)/.exec(line)?.[1]);
    expect(names.slice(2, 13)).toEqual([
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
    expect(run.stdout).toContain('8 descendants of svchost.exe (6292) beyond --max-descendants 2');
  });

  it('gives the same as JSON, as export writes it, within the caps', () => {
    const args = ['--case', path, '-f', 'json', '--max-ancestors', '3', '--max-descendants', '2'];
    const tree = stemma(['tree', 'WS-014:6292', ...args]).stdout;
    const { graph, nodes, links, alerts } = JSON.parse(tree);
    expect(nodes).toHaveLength(3 + 1 + 2);
    expect(links).toHaveLength(5);
    expect(graph.omitted).toHaveLength(2);
    expect(alerts).toHaveLength(1);
    const exported = JSON.parse(
      stemma(['export', '--entity', 'WS-014:6292', ...args, '--max-siblings', '0']).stdout,
    );
    expect({ nodes: exported.nodes, links: exported.links, graph: exported.graph }).toEqual({
      nodes,
      links,
      graph,
    });
    expect(JSON.parse(stemma(['tree', 'WS-014:6292', ...args, '--no-alerts']).stdout).alerts).toEqual([]);
  });

  it('says what to do when there is no such process', () => {
    const run = stemma(['tree', 'WS-014:1', '--case', path]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('stemma sql');
  });
});

describe('the report of an ingest', () => {
  const reported = (...args: string[]) => {
    const report = join(folder, `report-${args.length}.json`);
    const run = stemma([...args, '--report', report]);
    return { run, read: () => JSON.parse(readFileSync(report, 'utf8')) };
  };

  it('tells of every file and log: kinds, fields, rejects, hosts, times, links', () => {
    const { run, read } = reported('ingest', 'fixtures/example', '--case', join(folder, 'reported.duckdb'));
    expect(run.status).toBe(0);
    const report = read();
    const file = report.files.find(({ path: each }: { path: string }) =>
      each.endsWith('ws-014-sysmon.ndjson'),
    );
    expect(file).toMatchObject({
      records: 117,
      events: 115,
      rejected: 2,
      rejects_by_reason: { 'not JSON': 1, 'not an object': 1 },
      hosts: ['WS-014.halvard.example'],
      first: expect.stringMatching(/^2026-03-10T/),
    });
    const [log] = file.logs;
    expect(log.log).toBe('sysmon');
    expect(Object.values(log.events_by_kind as Record<string, number>).reduce((sum, n) => sum + n)).toBe(115);
    expect(log.filled['process.entity_id']).toBeGreaterThan(100);
    expect(log.never_filled).toContain('process.code_signature.trusted');
    expect(report.logs.map(({ log: each }: { log: string }) => each)).toEqual(['ecs', 'security', 'sysmon']);
    expect(report.hosts).toHaveLength(4);
    expect(report).toMatchObject({ copies: 6, conflicts: { parent: 3 }, not_loaded: [] });
    expect(report.processes.total).toBe(216);
    expect(report.links.by_method.entity_id).toBe(107);
    expect(report.malformed_parents).toContainEqual({ log: 'security', written: 'S-1-16-12288', records: 2 });
  });

  it('stands in table sources too', () => {
    const [row] = rows(
      "SELECT copies::INTEGER AS copies, hosts, list_contains(never_filled, 'registry.path') AS never FROM sources WHERE path LIKE '%page1.json'",
    );
    expect(row).toMatchObject({ copies: 6, hosts: ['DC-01.halvard.example'], never: true });
  });

  it('is refused where nothing is loaded, or its place is none', () => {
    const nothing = reported('hunt', '--case', path).run;
    expect(nothing.status).toBe(2);
    expect(nothing.stderr).toContain('there is nothing to load');
    const nowhere = stemma(['hunt', 'fixtures/example', '--report', join(folder, 'no/such/report.json')]);
    expect(nowhere.status).toBe(2);
    expect(nowhere.stderr).toContain('no/such/report.json');
  });
});
