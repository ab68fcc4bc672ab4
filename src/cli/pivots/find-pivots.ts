import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { InputError } from '../../model/errors.ts';
import { nearest } from '../../rules/nearest.ts';
import type { Pivot } from './pivot.ts';
import { readPivot } from './read-pivot.ts';

/** `queries/pivots` of the package; the same three steps up from `src/cli/pivots` and from `dist/cli/pivots`. */
export const SHIPPED_PIVOTS = fileURLToPath(new URL('../../../queries/pivots/', import.meta.url));

/** The pivots that come with Stemma and those of the user's folders, by name; of one name the last folder's counts. */
export async function findPivots(folders: readonly string[]): Promise<Pivot[]> {
  const pivots = new Map<string, Pivot>();
  for (const folder of [SHIPPED_PIVOTS, ...folders])
    for (const pivot of await pivotsIn(folder)) pivots.set(pivot.name, pivot);
  return [...pivots.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The pivot of a name, or of a file: what ends in `.sql`, or has a `/` in it, is a path.
 * @throws InputError where there is none
 */
export async function findPivot(name: string, folders: readonly string[]): Promise<Pivot> {
  if (/\.sql$|[\\/]/i.test(name)) return readPivotFile(name);
  const pivots = await findPivots(folders);
  const found = pivots.find((pivot) => pivot.name === name);
  if (found !== undefined) return found;
  const like = nearest(
    name,
    pivots.map((pivot) => pivot.name),
  );
  throw new InputError(`there is no pivot ${JSON.stringify(name)}`, {
    remedy: `${like.length === 0 ? '' : `There is ${like.join(', ')}. `}\`stemma query --list\` has all; one of your own is named by its path, or by --pivots FOLDER.`,
  });
}

async function pivotsIn(folder: string): Promise<Pivot[]> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true)
    throw new InputError('there is no such folder of pivots', {
      place: folder,
      remedy: 'Give a folder with .sql files to --pivots.',
    });
  const paths = await glob('*.sql', { cwd: folder, absolute: true });
  return Promise.all(paths.sort().map(readPivotFile));
}

async function readPivotFile(path: string): Promise<Pivot> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InputError("the pivot can't be read", { place: path, remedy: 'Give a .sql file.', cause });
  }
  return readPivot(text, path);
}
