import type { Exception, ExceptionProcess } from '../../model/exception.ts';
import { textTest } from '../text-test.ts';

type Image = Pick<ExceptionProcess, 'name' | 'executable'>;

/** A test of a process by its name, or by its whole path where the pattern has a backslash. */
export function imageTest(pattern: string): (process: Image) => boolean {
  const test = textTest(pattern);
  return pattern.includes('\\') ? ({ executable }) => test(executable) : ({ name }) => test(name);
}

const GAP = '...';

const linksOf = (pattern: string): string[] => pattern.split('>').map((link) => link.trim());

/** Whether a text is a chain: two processes or more, none of them empty, a gap at neither end. */
export function isLink(pattern: string): boolean {
  const links = linksOf(pattern);
  return links.length > 1 && !links.includes('') && links[0] !== GAP && links.at(-1) !== GAP;
}

/**
 * A test for a chain from the top down, `a > b > c`: the last is the alert's process, each of the others the parent of the
 * next; `...` stands for any number of processes, none too.
 */
export function chainTest(pattern: string): Exception['test'] {
  const links = linksOf(pattern)
    .reverse()
    .map((link) => (link === GAP ? GAP : imageTest(link)));
  return ({ process, ancestry }) => process !== undefined && follows([process, ...ancestry], links);
}

type Link = typeof GAP | ((process: Image) => boolean);

/** Whether the links stand at the beginning of the path; what may lie at each place is kept, so that gaps cost no more than the square. */
function follows(path: readonly Image[], links: readonly Link[]): boolean {
  let places = new Set([0]);
  for (const [index, link] of links.entries()) {
    if (link === GAP) {
      const first = Math.min(...places);
      places = new Set(Array.from({ length: path.length - first }, (_, step) => first + step));
      continue;
    }
    places = new Set([...places].filter((place) => place < path.length && link(path[place] as Image)));
    if (places.size === 0) return false;
    if (index < links.length - 1) places = new Set([...places].map((place) => place + 1));
  }
  return true;
}
