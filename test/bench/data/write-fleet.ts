import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { type FleetLogsOptions, fleetLogs } from './fleet-logs.ts';

/** What was written. */
export interface WrittenFleet {
  readonly lines: number;
  readonly answers: number;
}

const BUFFERED = 1_000_000;

/** A file that lines go to, a megabyte at a time. */
class LineFile {
  readonly #stream: WriteStream;
  #buffer = '';

  constructor(path: string) {
    this.#stream = createWriteStream(path);
  }

  /** Takes a line; what is returned, if anything, has to be waited for. */
  write(line: string): Promise<unknown> | undefined {
    this.#buffer += `${line}\n`;
    if (this.#buffer.length < BUFFERED) return undefined;
    const text = this.#buffer;
    this.#buffer = '';
    return this.#stream.write(text) ? undefined : once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    this.#stream.end(this.#buffer);
    await once(this.#stream, 'finish');
  }
}

/** Writes the logs of a fleet into a folder, a file for each day and log, and what is to be found in them as `answers.ndjson` beside it. */
export async function writeFleet(
  folder: string,
  answersPath: string,
  options: FleetLogsOptions,
): Promise<WrittenFleet> {
  mkdirSync(folder, { recursive: true });
  const answersFile = new LineFile(answersPath);
  const open = new Map<string, LineFile>();
  let [today, lines, answers] = [-1, 0, 0];
  for (const item of fleetLogs(options)) {
    if (item.kind === 'answer') {
      answers += 1;
      await answersFile.write(JSON.stringify(item.answer));
      continue;
    }
    if (item.day !== today) {
      for (const file of open.values()) await file.close();
      open.clear();
      today = item.day;
    }
    let file = open.get(item.log);
    if (file === undefined) {
      file = new LineFile(join(folder, `day-${String(today + 1).padStart(3, '0')}-${item.log}.ndjson`));
      open.set(item.log, file);
    }
    lines += 1;
    const full = file.write(item.line);
    if (full !== undefined) await full;
  }
  for (const file of [...open.values(), answersFile]) await file.close();
  return { lines, answers };
}
