import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { InputError } from '../model/errors.ts';

/**
 * Writes pieces of text to a file, or to standard output where there is none.
 * @throws InputError when the file can't be written.
 */
export async function writeOutput(path: string | undefined, pieces: Iterable<string>): Promise<void> {
  if (path === undefined) {
    for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    return;
  }
  const stream = createWriteStream(path);
  try {
    await once(stream, 'open');
    for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
    stream.end();
    await finished(stream);
  } catch (cause) {
    throw new InputError(
      `the output can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        place: path,
        remedy: 'Give --output a path in a folder that exists and that you may write to.',
        cause,
      },
    );
  }
}

/** Ends quietly when the reader of standard output has gone, as `stemma … | head` makes it. */
export function tolerateClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
