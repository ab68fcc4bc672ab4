import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { terminalOf } from '../../src/cli/print/terminal.ts';
import { complete } from '../../src/cli/shell/complete.ts';
import { historyPath, readHistory, writeHistory } from '../../src/cli/shell/history.ts';
import { namesOf } from '../../src/cli/shell/names.ts';
import { runShell } from '../../src/cli/shell/shell.ts';
import { openCaseReadOnly } from '../../src/store/case.ts';
import { keptCase } from '../support/kept-case.ts';
import { ROOT } from '../support/stemma.ts';

const { folder, path } = keptCase('fixtures/pivots');

/** What the shell writes when it reads these lines from something that is no terminal. */
async function typed(...lines: string[]): Promise<string> {
  const database = await openCaseReadOnly(path);
  const output = new PassThrough();
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(''));
  const terminal = terminalOf(process.stdout, false);
  await runShell(database, { format: 'csv', terminal, quiet: true }, { input, output });
  output.end();
  database.close();
  return (await text(output)).replaceAll('stemma> ', '').replaceAll('   ...> ', '');
}

describe('the shell', () => {
  it('runs a statement at its semicolon, over lines, and several of one line', async () => {
    expect(await typed('SELECT 1', 'AS a', ';')).toBe('a\n1\n');
    expect(await typed('SELECT 1 AS a; SELECT 2', 'AS b;')).toBe('a\n1\nb\n2\n');
    expect(await typed("SELECT 'x;", "y' AS a;")).toBe('a\nx;\\ny\n');
    expect(await typed('SELECT 1 AS a; /* open', '; */ SELECT 2 AS b;')).toBe('a\n1\nb\n2\n');
    expect(await typed('-- only; this', '', ';', 'SELECT 3 AS c; -- done;')).toBe('c\n3\n');
  });

  it('goes on after what is refused, and leaves at .quit', async () => {
    expect(
      await typed('DROP VIEW events;', 'SELECT nothing;', 'SELECT 1 AS a;', '.quit', 'SELECT 2 AS b;'),
    ).toBe('a\n1\n');
  });

  it('tells what there is', async () => {
    const tables = await typed('.tables');
    expect(tables).toMatch(/^links: child_rid, parent_rid, method, confidence, rivals$/m);
    expect(tables).toMatch(/^ancestors\(id\)$/m);
    expect(await typed('.help')).toContain('.tables');
    expect(await typed('.nonesuch')).toBe('there is no .nonesuch; there is .help, .tables, .quit\n');
    // A dot within a statement is none of the shell's.
    expect(await typed('SELECT 1 +', '.5 AS a;')).toBe('a\n1.5\n');
  });
});

describe('completion', () => {
  const offered = async (line: string): Promise<[string[], string]> => {
    const database = await openCaseReadOnly(path);
    const names = await namesOf(database);
    database.close();
    return complete(line, names, ['.help', '.tables', '.quit']);
  };

  it.each<[string, string[], string]>([
    ['SELECT * FROM proce', ['process', 'process.', 'process_rid', 'processes'], 'proce'],
    ['FROM LIN', ['links'], 'LIN'],
    ['sel', ['SELECT'], 'sel'],
    ['SELECT process.comm', ['process.command_line'], 'process.comm'],
    ['FROM anc', ['ancestors('], 'anc'],
    ['WHERE lower(user.n', ['user.name'], 'user.n'],
    ['.t', ['.tables'], '.t'],
    ['SELECT ', [], ''],
    ['xyz', [], 'xyz'],
  ])('of %j', async (line, words, part) => {
    expect(await offered(line)).toEqual([words, part]);
  });

  it('offers long names part by part', async () => {
    const [found] = await offered('SELECT process.');
    expect(found).toContain('process.parent.');
    expect(found).toContain('process.name');
    expect(found).not.toContain('process.parent.name');
  });
});

describe('history', () => {
  it('lies in the folder for state', () => {
    expect(historyPath({ XDG_STATE_HOME: '/state' })).toBe('/state/stemma/sql-history');
    if (process.platform !== 'win32')
      expect(historyPath({ HOME: '/home/ida' })).toBe('/home/ida/.local/state/stemma/sql-history');
  });

  it('is kept for the user alone, the latest thousand lines', async () => {
    const file = join(folder, 'state', 'stemma', 'sql-history');
    expect(await readHistory(file)).toEqual([]);
    const lines = Array.from({ length: 1200 }, (_, index) => `SELECT ${1200 - index};`);
    expect(await writeHistory(file, lines)).toBe(true);
    expect(await readHistory(file)).toEqual(lines.slice(0, 1000));
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('SELECT 201;');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await writeHistory(join(path, 'below', 'a-file'), lines)).toBe(false);
  });
});

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Types into the shell on a pseudo-terminal, each text when the screen shows what it waits for; returns the screen. */
async function onTerminal(steps: readonly (readonly [RegExp, string])[]): Promise<string> {
  const command = `${process.execPath} --import ${ROOT}node_modules/tsx/dist/loader.mjs ${ROOT}src/cli/main.ts sql --case ${path}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'terminal'), TERM: 'xterm', NO_COLOR: '1' },
  });
  let screen = '';
  let seen = 0;
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (shown: string) => {
    screen += shown;
    const [wanted, answer] = steps[next] ?? [];
    const found = wanted?.exec(screen.slice(seen));
    if (!found || answer === undefined) return;
    seen = screen.length;
    next += 1;
    child.stdin.write(answer);
  });
  const slow = setTimeout(() => child.kill(), 60_000);
  await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(slow);
  expect(screen.slice(seen)).toEqual(
    next === steps.length ? expect.anything() : `what ${steps[next]?.[0]} matches`,
  );
  return screen;
}

describe.skipIf(!hasScript)('on a terminal (where there is `script`)', () => {
  it('completes, drops a line at Ctrl-C, stops a query at Ctrl-C, and keeps what was typed', async () => {
    const screen = await onTerminal([
      [/stemma> /, 'SELECT count(*) AS n FROM lin\t'],
      [/links/, ';\r'],
      [/n\s+10[\s\S]*stemma> /, 'SELECT broken'],
      [/broken/, '\x03'],
      [/stemma> /, 'SELECT count(*) FROM range(1000000000) a, range(100000) b;\r'],
      [/b;[\r\n]+/, '\x03'],
      [/stopped[\s\S]*stemma> /, 'SELECT 6 *'],
      [/6 \*/, '\r'],
      [/\.\.\.> /, '7 AS answer;\r'],
      [/answer[\s\S]*42[\s\S]*stemma> /, '.quit\r'],
    ]);
    expect(screen).not.toContain('internal error');
    const kept = await readHistory(join(folder, 'terminal', 'stemma', 'sql-history'));
    expect(kept.slice(0, 3)).toEqual(['.quit', '7 AS answer;', 'SELECT 6 *']);
    expect(kept).toContain('SELECT count(*) AS n FROM links;');
    expect(kept).not.toContain('SELECT broken');
  });
});
