import { rm, stat } from 'node:fs/promises';
import { fullDisk, InputError, NoRoomError } from '../model/errors.ts';
import { fileBytes } from './byte-source.ts';
import { TempFile } from './temp-file.ts';

/** Where the bytes of an input lie on this disk. */
export interface Location {
  readonly file: string;
  readonly bytes: number;
  readonly isTemporary: boolean;
}

/**
 * Finds an input, undefined if there is none; stdin (`-`) and pipes are first written to a file. Throws InputError for
 * what cannot be opened.
 */
export async function locate(path: string, tempDir: string): Promise<Location | undefined> {
  try {
    if (path === '-') return await spool(process.stdin, tempDir);
    const found = await stat(path);
    if (!found.isFile()) return await spool(fileBytes(path), tempDir);
    return { file: path, bytes: found.size, isTemporary: false };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const full = fullDisk(cause, tempDir);
    throw full instanceof NoRoomError ? full : cannotRead(path, cause);
  }
}

/** The error for a path that the operating system refuses. */
export function cannotRead(path: string, cause: unknown): InputError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [what, remedy] = REFUSALS[code ?? ''] ?? [
    `cannot read it: ${message}`,
    'Check the file and the disk.',
  ];
  return new InputError(what, { place: path, remedy, cause });
}

const REFUSALS: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['there is no such file or folder', 'Check the spelling, and quote names with spaces.'],
  ENOTDIR: ['there is no such file or folder', 'Check the spelling, and quote names with spaces.'],
  EACCES: ['permission to read it is denied', 'Copy it to where you may read it, or ask for the right to.'],
  EPERM: ['permission to read it is denied', 'Copy it to where you may read it, or ask for the right to.'],
  ELOOP: ['its symbolic links lead in a circle', 'Give the file itself.'],
};

async function spool(chunks: AsyncIterable<Buffer>, tempDir: string): Promise<Location> {
  const target = await TempFile.create(tempDir, 'part');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      target.append(chunk);
      await target.drain();
    }
    await target.close();
  } catch (error) {
    await target.abandon();
    await rm(target.path, { force: true });
    throw error;
  }
  return { file: target.path, bytes, isTemporary: true };
}
