import type { ExcerptNode } from '../../model/tree-excerpt.ts';

/** Folders that an ordinary user can't write to; what runs from there needs its path said less than its arguments. */
const PROTECTED = /^[a-z]:\\(?:windows\\(?!temp\\|tasks\\)|program files(?: \(x86\))?\\)/i;

/**
 * What a row says after the name. The arguments alone where the command line starts with the image itself and that lies in a
 * folder where programs are expected, else the whole command line, as there is where it ran from to be seen.
 */
export function rowCommand(node: ExcerptNode): string {
  const { command_line: line, executable, name } = node;
  if (line === null) return executable !== null && !PROTECTED.test(executable) ? executable : '';
  const [, quoted, plain] = /^\s*(?:"([^"]{1,400})"|(\S{1,400}))/.exec(line) ?? [];
  const first = (quoted ?? plain ?? '').toLowerCase();
  const own = (executable ?? '').toLowerCase();
  const bare = [name, name?.replace(/\.exe$/i, '')].some((each) => each?.toLowerCase() === first);
  if (first === '' || !PROTECTED.test(own) || !(bare || first === own || `${first}.exe` === own)) return line;
  return line.slice((/^\s*(?:"[^"]*"|\S+)\s*/.exec(line) as RegExpExecArray)[0].length);
}
