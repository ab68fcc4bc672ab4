import type { SystemProgram } from '../model/reference.ts';

const ROOTS: readonly (readonly [RegExp, string])[] = [
  [/^(\\\\\?\\|\\\?\?\\)/, ''],
  [/^\\device\\harddiskvolume\d+\\/, 'c:\\'],
  [/^\\systemroot\\/, '%windir%\\'],
  [/^[a-z]:\\(windows|winnt)\\/, '%windir%\\'],
  [/^[a-z]:\\program files( \(x86\))?\\/, '%programfiles%\\'],
  [/^[a-z]:\\programdata\\/, '%programdata%\\'],
];

/** A path in lower case without the kernel's prefixes, the great folders by their names. */
const placeOf = (path: string): string =>
  ROOTS.reduce((text, [prefix, name]) => text.replace(prefix, name), path.toLowerCase());

const folderOf = (place: string): string => place.slice(0, Math.max(0, place.lastIndexOf('\\')));

/**
 * Whether an image lies where the program belongs: null where that can't be said, as no table knows the program or the
 * record has no path. Folders below WinSxS hold copies of all programs of Windows.
 */
export function isAtHome(program: SystemProgram | undefined, path: string | null): boolean | null {
  if (program === undefined || program.folders.length === 0 || path === null || !path.includes('\\'))
    return null;
  const place = placeOf(path);
  if (place.startsWith('%windir%\\winsxs\\')) return true;
  return program.folders.some(
    (folder) => place === folder || folderOf(place) === folder || isBelowVersion(folderOf(place), folder),
  );
}

const NESTED = /\\(winsxs|servicing|platform)$/;

/** Folders that hold a folder for each version. */
const isBelowVersion = (folder: string, home: string): boolean =>
  NESTED.test(home) && folder.startsWith(`${home}\\`);

/** Folders that everybody may write to, or whose owner does without asking. */
const WRITABLE =
  /\\users\\|\\temp\\|\\tmp\\|\\programdata\\|%programdata%\\|\\appdata\\|\\\$recycle\.bin\\|\\perflogs\\|\\public\\|%windir%\\(tasks|tracing|debug|registration\\crmlog|system32\\(spool\\drivers\\color|tasks|microsoft\\crypto\\rsa\\machinekeys))\\|^\\\\/;

/** The folder of an image where programs do not belong, null for any other. */
export function writableFolder(path: string | null): string | null {
  if (path === null) return null;
  const place = placeOf(path);
  if (/^%programdata%\\microsoft\\windows defender\\/.test(place)) return null;
  return WRITABLE.test(place) ? path.slice(0, Math.max(0, path.lastIndexOf('\\'))) : null;
}
