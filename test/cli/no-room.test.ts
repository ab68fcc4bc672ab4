import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCase, openCaseReadOnly } from '../../src/store/case.ts';
import { fleetLines } from '../bench/fleet.ts';
import { inFolder, put } from '../support/case.ts';
import { differences, dumpCase } from '../support/dump.ts';
import { PROGRAM, ROOT, stemma } from '../support/stemma.ts';

const fleet = (processes: number): string =>
  `${[...fleetLines({ processes, hosts: 3, seed: 5 })].join('\n')}\n`;

const dumpAt = async (path: string) => {
  const database = await openCaseReadOnly(path);
  try {
    return await dumpCase(database);
  } finally {
    database.close();
  }
};

/** Runs the program where no file may grow beyond so many KiB, which is how a full disk looks to it. */
const onFullDisk = (kibibytes: number, args: readonly string[]) =>
  spawnSync(
    'bash',
    ['-c', `ulimit -f ${kibibytes} && exec "$@"`, 'bash', process.execPath, ...PROGRAM, ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    },
  );

describe.skipIf(process.platform === 'win32')('on a full disk', () => {
  it.each([0.3, 0.8])(
    'an ingest says so, harms nothing, and goes on when there is room (%d of it all)',
    async (share) => {
      await inFolder(async (folder) => {
        const files = [put(folder, 'a.ndjson', fleet(2000)), put(folder, 'b.ndjson', fleet(12_000))];
        const whole = join(folder, 'whole.duckdb');
        expect(stemma(['ingest', ...files, '--case', whole, '-q']).status).toBe(0);
        const path = join(folder, 'case.duckdb');
        const room = Math.floor((share * statSync(whole).size) / 1024);
        const stopped = onFullDisk(room, ['ingest', ...files, '--case', path, '-q']);
        expect(stopped.stderr).toContain('there is no room left on the disk');
        expect(stopped.status).toBe(2);
        const looked = stemma([
          'sql',
          'SELECT count(*) AS files FROM sources',
          '--case',
          path,
          '-f',
          'csv',
          '-q',
        ]);
        expect(looked.stdout).toBe('files\n0\n');
        expect(stemma(['ingest', ...files, '--case', path, '-q']).status).toBe(0);
        expect(differences(await dumpAt(whole), await dumpAt(path))).toEqual([]);
      });
    },
  );

  it('unpacking says so too, and nothing stays behind', async () => {
    await inFolder(async (folder) => {
      const temp = join(folder, 'temp');
      mkdirSync(temp);
      const log = put(folder, 'a.json', `[${fleet(2000).trim().replaceAll('\n', ',')}]`);
      const path = join(folder, 'case.duckdb');
      const stopped = onFullDisk(1000, ['ingest', log, '--case', path, '-q', '--temp-dir', temp]);
      expect(stopped.stderr).toContain('there is no room left on the disk');
      expect(stopped.status).toBe(2);
      expect(readdirSync(temp)).toEqual([]);
    });
  });
});

describe('a case', () => {
  it('that somebody else has open is left alone', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'case.duckdb');
      expect(stemma(['ingest', 'fixtures/example', '--case', path, '-q']).status).toBe(0);
      const before = await dumpAt(path);
      const other = await openCase(path);
      const second = stemma(['ingest', 'fixtures/sources', '--case', path, '-q']);
      other.close();
      expect(second.stderr).toContain(`the case is open in another process (pid ${process.pid})`);
      expect(second.status).toBe(2);
      expect(differences(before, await dumpAt(path))).toEqual([]);
    });
  });

  it.skipIf(process.platform !== 'linux')('in a folder that can not be written is refused', () => {
    const refused = stemma(['ingest', 'fixtures/example', '--case', '/proc/case.duckdb']);
    expect(refused.stderr).toMatch(/the case can't be opened: .*\/proc\/case.duckdb.*\n {2}Check/s);
    expect(refused.status).toBe(2);
  });

  it('is the same with little memory and one thread, which leave nothing behind', async () => {
    await inFolder(async (folder) => {
      const log = put(folder, 'fleet.ndjson', fleet(20_000));
      const temp = join(folder, 'temp');
      mkdirSync(temp);
      const [one, other] = [join(folder, 'one.duckdb'), join(folder, 'other.duckdb')];
      const little = ['--memory', '256MiB', '--threads', '1', '--temp-dir', temp];
      expect(stemma(['ingest', log, '--case', one, '-q']).status).toBe(0);
      expect(stemma(['ingest', log, '--case', other, '-q', ...little])).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(differences(await dumpAt(one), await dumpAt(other))).toEqual([]);
      expect(readdirSync(temp)).toEqual([]);
    });
  });
});

it.each([
  ['--memory', '1GX', 'Write a size such as 4GB, 512MiB or 50%'],
  ['--memory', '4', 'Write a size such as 4GB'],
  ['--memory', '10MB', 'The database needs at least 256MiB'],
  ['--memory', '120%', 'The machine has 100%'],
  ['--threads', '0', 'Write a whole number, 1 or more'],
  ['--temp-dir', '/no/such/folder', 'there is no folder for temporary files at this path'],
])('%s %s is refused', (option, value, message) => {
  const refused = stemma(['ingest', 'fixtures/example', '--case', '/tmp/never.duckdb', option, value]);
  expect(refused.stderr).toContain(message);
  expect(refused.status).toBe(2);
});

it('every command that opens a case takes them', () => {
  const help = (command: string[]) => stemma([...command, '--help']).stdout;
  for (const command of [
    'hunt',
    'ingest',
    'tree',
    'export',
    'triage',
    'query',
    'prevalence',
    'sql',
    'rules check',
  ])
    expect(help(command.split(' ')), command).toMatch(
      /--memory <size>[\s\S]*--threads <n>[\s\S]*--temp-dir <folder>/,
    );
});
