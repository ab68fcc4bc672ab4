import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPivot } from '../../src/cli/pivots/read-pivot.ts';
import { put } from '../support/case.ts';
import { keptCase } from '../support/kept-case.ts';
import { stemma } from '../support/stemma.ts';

const { folder, path } = keptCase('fixtures/example');

const HEADER = '-- title: T\n-- description: D.\n';
const ask = (name: string, ...args: string[]) =>
  stemma(['query', name, '--case', path, '-f', 'ndjson', ...args]);
const params = (...pairs: string[]): string[] => pairs.flatMap((pair) => ['--param', pair]);
const rowsOf = (run: { stdout: string }): Record<string, unknown>[] =>
  run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('stemma query', () => {
  it('answers with what its parameters say', () => {
    const run = ask('process-children', ...params('process=WS-014:6292'));
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(rowsOf(run).map(({ name }) => name)).toEqual([
      'whoami.exe',
      'net.exe',
      'nltest.exe',
      'conhost.exe',
    ]);
    const [id] = rowsOf(ask('find-name', ...params('name=OneDriveUpd.exe')));
    expect(rowsOf(ask('process-children', ...params(`process=${id?.entity_id}`)))).toHaveLength(1);
  });

  it('binds them: text is never SQL', () => {
    const text = "x' OR true; DROP VIEW events; --";
    expect(rowsOf(ask('find-command-line', ...params(`text=${text}`)))).toEqual([]);
    const found = rowsOf(ask('find-command-line', ...params("text='); DROP TABLE processes; ")));
    expect(found).toMatchObject([{ name: 'sqlcmd.exe' }]);
    expect(rowsOf(ask('find-command-line', ...params('text=/domain', 'host=nowhere')))).toEqual([]);
    // What stands after the first = is the value.
    expect(ask('find-command-line', ...params('text=a=b')).status).toBe(0);
  });

  it.each<[string, string[], RegExp]>([
    ['no-such', [], /there is no pivot "no-such"/],
    ['proces-children', [], /There is process-children/],
    ['process-children', [], /needs process: whose children.*\n.*--param process=VALUE/],
    ['process-children', params('proces=WS-014:6292'), /has no parameter "proces"\n.*process process/],
    ['process-children', params('process=WS-014:1'), /no process of the case is "WS-014:1"/],
    ['process-children', params('process=svchost.exe'), /Give an entity_id, or HOST:PID/],
    ['process-children', params('process=WS-014:6120'), /names 2 processes\n.*cmd\.exe.*powershell\.exe/],
    ['process-children', params('process'), /is not NAME=VALUE/],
    ['rare-pairs', params('hosts=one'), /hosts is not a whole number: "one"/],
    ['rare-pairs', params('hosts=1.5'), /hosts is not a whole number/],
    ['rare-pairs', params('hosts=1', 'hosts=2'), /hosts is given twice/],
    ['log-gaps', params('minutes=long'), /minutes is not a number/],
    ['around-time', params('time=yesterday'), /time is not a time such as/],
    ['around-time', params('time=2026-02-30'), /time is not a time such as/],
  ])('refuses %s %j', (name, args, answer) => {
    const run = ask(name, ...args);
    expect(run.stderr).toMatch(answer);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  it.each([
    [['query', '--case', 'x'], /not said which pivot/],
    [['query', 'rare-pairs'], /not said which case/],
    [['query', '--list', 'rare-pairs'], /--list lists all pivots/],
    [['query', '--list', '-f', 'parquet'], /a list is not written as parquet/],
    [['query', '--list', '--pivots', 'no/such'], /no such folder of pivots/],
    [['query', 'no/such.sql', '--case', 'x'], /the pivot can't be read\n {2}at no\/such\.sql/],
  ])('refuses %j', (args, answer) => {
    const run = stemma(args);
    expect(run.stderr).toMatch(answer);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  it('lists what there is, with parameters', () => {
    const list = rowsOf(stemma(['query', '--list', '-f', 'ndjson']));
    const found = list.find(({ name }) => name === 'rare-pairs');
    expect(found).toMatchObject({
      parameters: ['hosts integer = 1', 'times integer = 3'],
      title: expect.any(String),
    });
    expect(stemma(['query', '--list']).stdout).toMatch(/^process-children +Children of a process/m);
  });

  it('shows a pivot whole, and runs what it shows', () => {
    const shown = stemma(['query', 'find-command-line', '--show']).stdout;
    expect(shown).toContain('-- param host text = NULL: only hosts');
    const again = ask(put(folder, 'shown.sql', shown), ...params('text=domain admins'));
    expect(again.stdout).toBe(ask('find-command-line', ...params('text=domain admins')).stdout);
    expect(rowsOf(again)).toHaveLength(1);
  });

  it('runs those of a folder of the user, which go before the shipped ones', () => {
    put(folder, 'mine/logons.sql', `${HEADER}SELECT 'mine' AS whose`);
    put(
      folder,
      'mine/shares.sql',
      `${HEADER}-- param flag boolean = false: F\n-- param n number = 1.5: N\nSELECT $flag AS flag, $n * 2 AS n`,
    );
    const mine = ['--pivots', join(folder, 'mine')];
    expect(rowsOf(ask('logons', ...mine))).toEqual([{ whose: 'mine' }]);
    expect(rowsOf(ask('shares', ...mine, ...params('flag=true')))).toEqual([{ flag: true, n: 3 }]);
    expect(stemma(['query', '--list', ...mine]).stdout).toMatch(/^shares {2}/m);
  });

  it.each<[string, RegExp]>([
    ['SELECT 1; SELECT 2', /a pivot is one statement/],
    ['DROP VIEW events', /would drop something\n {2}at .*own\.sql/],
    ['SELECT $more', /the SQL has \$more, and the header does not declare it/],
    ["SELECT * FROM read_text('/etc/passwd')", /calls read_text\(\)/],
    ['SELEC', /syntax error/],
  ])('refuses a pivot of %s', (sql, answer) => {
    const run = ask(put(folder, 'own.sql', `${HEADER}${sql}`));
    expect(run.stderr).toMatch(answer);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });

  it('refuses a parameter that the SQL has not', () => {
    const run = ask(put(folder, 'own.sql', `${HEADER}-- param a text = x: A\nSELECT 1`));
    expect(run.stderr).toMatch(/the header declares a, and the SQL has no \$a/);
    expect(run.status).toBe(2);
  });

  it('writes every format', () => {
    const markdown = stemma(['query', 'rejected-records', '--case', path, '-f', 'markdown']).stdout;
    expect(markdown.split('\n').slice(0, 2)).toEqual([
      '| source | reason | records | first\\_record | excerpt |',
      '| --- | --- | --- | --- | --- |',
    ]);
    const file = join(folder, 'pairs.parquet');
    expect(ask('rare-pairs', '-f', 'parquet', '-o', file).status).toBe(0);
    expect(readFileSync(file).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('is in the completion of shells, and in its help', () => {
    expect(stemma(['completion', 'bash']).stdout).toContain("'stemma query'");
    expect(stemma(['query', '--help']).stdout).toMatch(/-- param host text = NULL/);
  });
});

describe('the header of a pivot', () => {
  const read = (text: string) => readPivot(text, 'p/x-y.sql');

  it('gives name, title, description and parameters, lines that go on joined', () => {
    const pivot = read(
      '\uFEFF-- title: A: b\r\n-- description: One\r\n--   two.\r\n-- param a text = "x: y": A, = b: c\r\n-- param b time: B\r\n-- param c integer = NULL: C\r\n\r\n-- free\r\nSELECT 1',
    );
    expect(pivot).toEqual({
      name: 'x-y',
      title: 'A: b',
      description: 'One two.',
      parameters: [
        { name: 'a', type: 'text', preset: 'x: y', description: 'A, = b: c' },
        { name: 'b', type: 'time', preset: undefined, description: 'B' },
        { name: 'c', type: 'integer', preset: null, description: 'C' },
      ],
      sql: '-- free\nSELECT 1',
      path: 'p/x-y.sql',
    });
  });

  it.each<[string, string, RegExp]>([
    ['SELECT 1', 'p/x-y.sql:1', /has no title/],
    ['-- title: T\nSELECT 1', 'p/x-y.sql:1', /has no description/],
    ['-- title: T\n-- tilte: U\nSELECT 1', 'p/x-y.sql:2', /no title, description or parameter/],
    ['--   on its own\nSELECT 1', 'p/x-y.sql:1', /no title, description or parameter/],
    ['-- title: T\n-- title: U\nSELECT 1', 'p/x-y.sql:2', /two lines of title/],
    [`${HEADER}-- param a word: A\nSELECT 1`, 'p/x-y.sql:3', /of no type that there is: word/],
    [`${HEADER}-- param a text\nSELECT 1`, 'p/x-y.sql:3', /not written as NAME TYPE/],
    [`${HEADER}-- param A text: A\nSELECT 1`, 'p/x-y.sql:3', /not written as NAME TYPE/],
    [`${HEADER}-- param a text: A\n-- param a text: B\nSELECT 1`, 'p/x-y.sql:4', /a is declared twice/],
    [`${HEADER}`, 'p/x-y.sql:3', /has no SQL/],
    [`${HEADER}\n-- nothing\n`, 'p/x-y.sql:3', /has no SQL/],
  ])('is refused where it is wrong: %j', (text, place, answer) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ name: 'InputError', place, message: expect.stringMatching(answer) }),
    );
  });
});
