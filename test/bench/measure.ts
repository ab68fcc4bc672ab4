import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { SOURCES } from '../../src/sources/index.ts';
import type { Database } from '../../src/store/database.ts';
import { loadFile } from '../../src/store/load.ts';
import { inSeconds, record } from './report.ts';

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** The middle one; of an even number, the upper of both. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Runs ours and the yardstick in turn, so that a change of the machine's speed meets both, and records the medians. */
export async function compare(
  name: string,
  goal: number | undefined,
  ours: () => Promise<unknown>,
  yardstick: () => Promise<unknown>,
  times: number,
): Promise<void> {
  const pairs: [number, number][] = [];
  for (let run = 0; run < times; run += 1) pairs.push([await seconds(ours), await seconds(yardstick)]);
  const ratio = median(pairs.map(([a, b]) => a / b));
  const [a, b] = [median(pairs.map(([first]) => first)), median(pairs.map(([, second]) => second))];
  record({ what: name, ours: inSeconds(a), other: inSeconds(b), ratio, goal });
}

/** Writes lines to a file, a few megabytes at a time; returns its size in bytes. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<number> {
  const stream = createWriteStream(path);
  let buffer = '';
  for (const line of lines) {
    buffer += `${line}\n`;
    if (buffer.length < 4_000_000) continue;
    if (!stream.write(buffer)) await once(stream, 'drain');
    buffer = '';
  }
  stream.end(buffer);
  await once(stream, 'finish');
  return (await stat(path)).size;
}

/** Loads a plain NDJSON file into a case, as an ingest does. */
export async function loadNdjson(database: Database, file: string, sourceId = 1): Promise<void> {
  await loadFile(
    database,
    {
      path: file,
      format: 'ndjson',
      container: 'ndjson',
      file,
      compression: 'none',
      bytes: 0,
      sha256: file,
      rejects: [],
    },
    sourceId,
    SOURCES,
    new Set(),
  );
}
