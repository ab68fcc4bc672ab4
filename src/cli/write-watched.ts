import type { Pieces } from '../export/piece.ts';
import { writeOutput } from './output.ts';
import { progressBar } from './print/progress.ts';

/**
 * Writes an export as `writeOutput` does, and says how fast it goes where it goes to a file: how much there will be, nobody
 * knows before.
 */
export async function writeWatched(path: string | undefined, pieces: Pieces, quiet: boolean): Promise<void> {
  const bar = progressBar(quiet || path === undefined);
  bar.start(undefined, 'bytes', 'writing');
  await writeOutput(path, pieces, (bytes) => bar.advance(bytes)).finally(() => bar.stop());
}
