import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandInputs } from '../../src/formats/prepare.ts';
import { InputError } from '../../src/model/errors.ts';
import { put, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const before = process.cwd();

beforeAll(() => {
  for (const name of [
    'b.json',
    'a.json',
    'logs/z.json',
    'logs/sub/y.json',
    'logs/[1].json',
    'logs/.hidden.json',
  ]) {
    put(folder, name, '{}');
  }
  put(folder, '.git/config.json', '{}');
  put(folder, '__MACOSX/._a.json', '{}');
  put(folder, '-', '{}');
  mkdirSync(join(folder, 'empty'));
  symlinkSync('a.json', join(folder, 'link.json'));
  symlinkSync('..', join(folder, 'logs/loop'));
  symlinkSync('nowhere', join(folder, 'logs/broken'));
});

async function expand(...inputs: string[]): Promise<string[]> {
  process.chdir(folder);
  try {
    return await expandInputs(inputs);
  } finally {
    process.chdir(before);
  }
}

afterAll(() => process.chdir(before));

describe('expandInputs', () => {
  it('finds the files below folders without dotfiles, each once in spite of links', async () => {
    const found = ['logs/[1].json', 'logs/broken', 'logs/loop/-', 'logs/loop/a.json', 'logs/loop/b.json'];
    const below = [...found, 'logs/sub/y.json', 'logs/z.json'];
    expect(await expand('logs')).toEqual(below);
    expect(await expand('logs/')).toEqual(below);
  });

  it('sorts, and names each file once, in whatever order the inputs come', async () => {
    const all = ['a.json', 'b.json', 'logs/sub/y.json'];
    expect(await expand('b.json', 'logs/sub', 'link.json', 'a.json', 'logs/sub/y.json')).toEqual(all);
    expect(await expand('a.json', 'logs/sub/y.json', 'link.json', 'logs/sub', 'b.json')).toEqual(all);
  });

  it('expands globs, and folders that they match', async () => {
    expect(await expand('*.json')).toEqual(['a.json', 'b.json']);
    expect(await expand('**/y.json')).toEqual(['logs/sub/y.json']);
    expect(await expand('logs/s*')).toEqual(['logs/sub/y.json']);
    expect(await expand(`${folder}/{a,b}.json`)).toHaveLength(2);
  });

  it('takes a path that exists as it is', async () => {
    expect(await expand('logs/[1].json')).toEqual(['logs/[1].json']);
    expect(await expand('logs/.hidden.json')).toEqual(['logs/.hidden.json']);
    expect(await expand('-')).toEqual(['-']);
    expect(await expand('./-', '-')).toEqual(['-', './-']);
    expect(await expand('empty')).toEqual([]);
  });

  it.each([
    ['nowhere.json', 'there is no such file or folder'],
    ['a.json/b', 'there is no such file or folder'],
    ['*.xml', 'no file matches this pattern'],
  ])('refuses %s', async (input, message) => {
    const error = await expand('a.json', input).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ message, place: input });
    expect((error as InputError).remedy).toMatch(/^[A-Z].*\.$/);
  });

  it.skipIf(process.getuid?.() === 0)(
    'refuses a file that may not be read (not checked as root)',
    async () => {
      chmodSync(put(folder, 'secret.json', '{}'), 0);
      await expect(expand('secret.json')).rejects.toMatchObject({ name: 'InputError', place: 'secret.json' });
    },
  );
});
