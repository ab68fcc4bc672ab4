import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expandInputs } from '../formats/prepare.ts';
import { InputError } from '../model/errors.ts';

/** Where a path leads; a pipe leads nowhere. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Checks before any work that a file can be written, and that it is neither the case nor an input.
 * @throws InputError where it is, or its folder can't be written.
 */
export async function checkOutput(
  option: string,
  path: string | undefined,
  inputs: readonly string[],
  casePath: string | undefined,
): Promise<void> {
  if (path === undefined) return;
  const place = real(path);
  if (casePath !== undefined && [casePath, `${casePath}.wal`].map(real).includes(place))
    throw new InputError(`${option} would overwrite the case`, {
      place: path,
      remedy: 'Give the output another name.',
    });
  if (
    existsSync(path) &&
    (await expandInputs(inputs)).some((input) => input !== '-' && real(input) === place)
  )
    throw new InputError(`${option} would overwrite an input`, {
      place: path,
      remedy: 'Give the output another name.',
    });
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch (cause) {
    throw new InputError("the output can't be written: its folder does not exist, or may not be written to", {
      place: path,
      remedy: 'Give a path in a folder that exists and that you may write to.',
      cause,
    });
  }
}
