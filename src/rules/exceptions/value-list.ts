import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compileBlocks, parseBlock } from '../../eql/address.ts';
import type { TextTest } from '../../eql/pattern.ts';
import { PatternFault } from '../../eql/pattern-fault.ts';
import { InputError } from '../../model/errors.ts';

/** Values of a list that entries name, by the list's id. */
export type ListReader = (id: string, place: string) => Promise<readonly string[]>;

/**
 * Reads the values of a list from the file beside the exceptions that has the list's id for a name, with or without
 * `.txt`, one a line: an export names its lists and does not hold them.
 */
export const listsBeside =
  (path: string): ListReader =>
  async (id, place) => {
    const folder = dirname(path);
    // A list's id is the user's; it must not lead out of the folder.
    const candidates = basename(id) === id ? [id, `${id}.txt`] : [];
    for (const name of candidates) {
      try {
        const text = await readFile(join(folder, name), 'utf8');
        return text.split(/\r?\n/).filter((line) => line.trim() !== '');
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(id, folder, place, cause);
      }
    }
    throw unreadable(id, folder, place);
  };

const unreadable = (id: string, folder: string, place: string, cause?: unknown): InputError =>
  new InputError(`the values of the list ${JSON.stringify(id)} can't be read`, {
    place,
    remedy: `Export the value list from Kibana, and put it into ${folder || '.'} under that name.`,
    cause,
  });

/**
 * A test for addresses in a list of them: single ones and blocks (`10.0.0.0/8`).
 * @throws InputError where one is none.
 */
export function addressTest(values: readonly string[], place: string): TextTest {
  try {
    return compileBlocks(values.map((value) => parseBlock(value.trim())));
  } catch (cause) {
    if (!(cause instanceof PatternFault)) throw cause;
    throw new InputError(`a list of addresses holds something else: ${cause.message}`, {
      place,
      remedy: 'Write addresses or blocks such as 10.0.0.0/8, one a line; a range from-to as its blocks.',
      cause,
    });
  }
}
