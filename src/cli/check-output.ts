import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { expandInputs } from '../formats/prepare.ts';
import { InputError } from '../model/errors.ts';

/** Options of commands that name a file which is written, and those that name files which are read. */
const OUTPUTS = ['output', 'report', 'save'] as const;
const READ = [
  'file',
  'baseline',
  'known',
  'exceptions',
  'rules',
  'mapping',
  'credentials',
  'ca',
  'cert',
  'key',
] as const;

/** Where a path leads; a pipe leads nowhere. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Checks, before a command does any work, that every file which it is to write can be written, and is neither the case nor
 * anything that it reads.
 * @throws InputError where one is, or its folder can't be written.
 */
export async function checkOutputs(command: Command): Promise<void> {
  const options = command.opts<Record<string, unknown>>();
  for (const name of OUTPUTS) {
    const path = options[name];
    if (typeof path !== 'string') continue;
    const place = real(path);
    const refuse = (what: string): InputError =>
      new InputError(`--${name} would overwrite ${what}`, {
        place: path,
        remedy: 'Give the output another name.',
      });
    const { case: file } = options;
    if (typeof file === 'string' && [file, `${file}.wal`].map(real).includes(place)) throw refuse('the case');
    if (existsSync(path) && (await readBy(command)).some((input) => real(input) === place))
      throw refuse('an input');
    try {
      accessSync(dirname(resolve(path)), constants.W_OK);
    } catch (cause) {
      throw new InputError(
        "the output can't be written: its folder does not exist, or may not be written to",
        {
          place: path,
          remedy: 'Give a path in a folder that exists and that you may write to.',
          cause,
        },
      );
    }
  }
}

/** The files that a command reads: its inputs, and those that its options name. */
async function readBy(command: Command): Promise<string[]> {
  const [first] = command.registeredArguments;
  const inputs = first?.name() === 'inputs' ? await expandInputs(command.processedArgs[0] as string[]) : [];
  const named = READ.flatMap((name) => command.opts()[name] ?? []) as string[];
  return [...inputs, ...named].filter((path) => path !== '-');
}
