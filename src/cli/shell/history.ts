import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Lines that are kept. */
const KEPT = 1000;

/** Where the lines typed into the shell are kept: the user's folder for the state of programs. */
export function historyPath(env: NodeJS.ProcessEnv = process.env): string {
  const folder =
    env.XDG_STATE_HOME ||
    (process.platform === 'win32' ? env.LOCALAPPDATA : undefined) ||
    join(env.HOME || homedir(), '.local', 'state');
  return join(folder, 'stemma', 'sql-history');
}

/** The lines kept by earlier shells, latest first; none where there is no such file. */
export async function readHistory(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).reverse().slice(0, KEPT);
}

/** Keeps lines, latest first, for the user alone; returns whether they could be kept. */
export async function writeHistory(path: string, lines: readonly string[]): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(
      path,
      lines
        .slice(0, KEPT)
        .reverse()
        .map((line) => `${line}\n`)
        .join(''),
      { mode: 0o600 },
    );
    return true;
  } catch {
    return false;
  }
}
