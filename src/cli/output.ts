import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Pieces } from '../export/piece.ts';
import { InputError } from '../model/errors.ts';

/** Whether the reader of standard output has gone, as `stemma … | head` makes it. */
let readerGone = false;

/**
 * Writes pieces to a file, telling how long each is, or to standard output where there is none; stops quietly when nobody
 * reads that.
 * @throws InputError when the file can't be written.
 */
export async function writeOutput(
  path: string | undefined,
  pieces: Pieces,
  onPiece: (bytes: number) => void = () => {},
): Promise<void> {
  if (path === undefined) return writeStdout(pieces);
  const stream = createWriteStream(path);
  try {
    await once(stream, 'open');
    for await (const piece of pieces) {
      if (!stream.write(piece)) await once(stream, 'drain');
      onPiece(piece.length);
    }
    stream.end();
    await finished(stream);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `the output can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        place: path,
        remedy: 'Give a path in a folder that exists and that you may write to.',
        cause,
      },
    );
  }
}

async function writeStdout(pieces: Pieces): Promise<void> {
  for await (const piece of pieces) {
    if (readerGone) return;
    if (process.stdout.write(piece)) continue;
    try {
      await once(process.stdout, 'drain');
    } catch (error) {
      if (!isClosedPipe(error)) throw error;
    }
  }
}

const isClosedPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EPIPE';

/** Keeps a reader of standard output or error that has gone from being a fault: the work ends as it would have. */
export function tolerateClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (!isClosedPipe(error)) throw error;
      if (stream === process.stdout) readerGone = true;
    });
}
