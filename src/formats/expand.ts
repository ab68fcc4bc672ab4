import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { glob, isDynamicPattern } from 'tinyglobby';
import { InputError } from '../model/errors.ts';
import { cannotRead } from './locate.ts';

/**
 * The files that the inputs mean: files, folders with all below them, globs, and `-` for stdin. Dotfiles are left out
 * unless they are named. A path that exists is never taken for a glob.
 *
 * Sorted by code units, and each file once, by its shortest path, however many inputs and links lead to it; so the
 * order of the inputs does not matter. Paths are as given, with forward slashes, and what was found below a folder after it. Throws InputError
 * for a path that is missing or may not be read, and for a glob that matches nothing.
 */
export async function expandInputs(inputs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const input of inputs) found.push(...(await expandInput(input)));
  const paths = new Map<string, string>();
  for (const path of found.sort((one, other) => one.length - other.length || byCodeUnits(one, other))) {
    const identity = path === '-' ? path : await realpath(path).catch(() => path);
    if (!paths.has(identity)) paths.set(identity, path);
  }
  return [...paths.values()].sort(byCodeUnits);
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

async function expandInput(input: string): Promise<string[]> {
  if (input === '-') return ['-'];
  const path = process.platform === 'win32' ? input.replaceAll('\\', '/') : input;
  const kind = await kindOf(path, true);
  if (kind !== undefined) return expandPath(path, kind);
  if (!isDynamicPattern(path)) throw cannotRead(path, { code: 'ENOENT' });
  const matches = await glob(path, {
    expandDirectories: false,
    onlyFiles: false,
    followSymbolicLinks: false,
  });
  if (matches.length === 0) {
    throw new InputError('no file matches this pattern', {
      place: path,
      remedy: 'Check the folder it starts in, and quote it so that the shell leaves it alone.',
    });
  }
  const files: string[] = [];
  for (const match of matches) {
    const matched = withoutSlash(match);
    files.push(...(await expandPath(matched, await kindOf(matched, false))));
  }
  return files;
}

/** Anything that is not a folder is a file here: a pipe is read like stdin. */
async function kindOf(path: string, mayBeMissing: boolean): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (mayBeMissing && (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EINVAL')) return undefined;
    throw cannotRead(path, cause);
  }
}

async function expandPath(path: string, kind: 'folder' | 'file' | undefined): Promise<string[]> {
  if (kind === 'folder') return filesBelow(path, new Set());
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw cannotRead(path, cause);
  });
  return [path];
}

/** The regular files below a folder; links are followed, but into each folder only once. */
async function filesBelow(folder: string, seen: Set<string>): Promise<string[]> {
  const files: string[] = [];
  try {
    const identity = await realpath(folder);
    if (seen.has(identity)) return [];
    seen.add(identity);
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort(byCodeUnits);
    for (const name of names) {
      const path = `${withoutSlash(folder)}/${name}`;
      const entry = await stat(path).catch(() => undefined);
      if (entry?.isDirectory() === true) files.push(...(await filesBelow(path, seen)));
      else if (entry?.isFile() === true) files.push(...(await expandPath(path, 'file')));
      // A broken link stays, so that prepareFile reports it.
      else if (entry === undefined) files.push(path);
    }
  } catch (cause) {
    throw cause instanceof InputError ? cause : cannotRead(folder, cause);
  }
  return files;
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
