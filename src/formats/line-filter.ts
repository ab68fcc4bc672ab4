import { isUtf8 } from 'node:buffer';
import type { Reject } from '../model/reject.ts';
import type { ByteSource } from './byte-source.ts';
import { EXCERPT_BYTES, excerptOf } from './excerpt.ts';
import { lineFault } from './line-fault.ts';
import { Runs } from './runs.ts';
import type { TempFile } from './temp-file.ts';

const NEWLINE = 0x0a;
const NEWLINE_BYTES = Buffer.from('\n');
const NOTHING = Buffer.alloc(0);
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** What was kept of some lines, and what was not. */
export interface FilteredLines {
  readonly rejects: Reject[];
  readonly keptLines: number;
  /** 1-based line number of each line kept; undefined where they are 1, 2, 3, … */
  readonly lineNumbers: Float64Array | undefined;
}

export interface LineFilterOptions {
  /** A longer line is rejected without being held. */
  readonly recordBytes: number;
  /**
   * Whether DuckDB could not read the line at this 0-based place among the lines that are not blank (the place of its
   * row in `read_ndjson_objects(…, ignore_errors = true)`). The others are then trusted to be JSON.
   */
  readonly isBad?: ((index: number) => boolean) | undefined;
}

/** Copies each line of `source` that is one JSON object to `target`, and rejects the others but blank ones. */
export async function filterLines(
  source: ByteSource,
  target: TempFile,
  options: LineFilterOptions,
): Promise<FilteredLines> {
  const filter = new LineFilter(target, options);
  for await (const chunk of source) {
    filter.push(chunk);
    await target.drain();
  }
  return filter.end(source.damage?.reason);
}

class LineFilter {
  readonly #target: TempFile;
  readonly #options: LineFilterOptions;
  readonly #rejects: Reject[] = [];
  readonly #kept = new Runs();
  #line = 0;
  #index = 0;
  /** The beginning of a line whose end has not come, or an excerpt of it if it is too long. */
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(target: TempFile, options: LineFilterOptions) {
    this.#target = target;
    this.#options = options;
  }

  push(chunk: Buffer): void {
    const afterLast = chunk.lastIndexOf(NEWLINE) + 1;
    let start = 0;
    if (afterLast > 0 && this.#heldBytes > 0) {
      const end = chunk.indexOf(NEWLINE);
      this.#finishHeld(chunk.subarray(0, end));
      start = end + 1;
    }
    const utf8 = isUtf8(chunk.subarray(start, afterLast));
    let goodFrom = start;
    while (start < afterLast) {
      const end = chunk.indexOf(NEWLINE, start);
      const from = this.#judge(chunk, start, end, utf8);
      if (from !== start) {
        this.#target.append(chunk, goodFrom, start);
        goodFrom = from ?? end + 1;
      }
      start = end + 1;
    }
    this.#target.append(chunk, goodFrom, start);
    this.#hold(chunk.subarray(start));
  }

  end(damage: string | undefined): FilteredLines {
    let isTold = false;
    if (this.#heldBytes > 0) isTold = this.#finishHeld(NOTHING, damage ?? 'cut off');
    if (damage !== undefined && !isTold) {
      this.#rejects.push({ record: this.#line + 1, reason: damage, excerpt: '' });
    }
    return { rejects: this.#rejects, keptLines: this.#kept.count, lineNumbers: this.#kept.numbers() };
  }

  /** Counts a line, and says from where it is to be copied; undefined if not at all. */
  #judge(bytes: Buffer, start: number, end: number, utf8: boolean, lastReason?: string): number | undefined {
    this.#line += 1;
    if (end - start > this.#options.recordBytes) {
      this.#index += 1;
      return this.#reject('line too long', bytes.subarray(start, end));
    }
    const { isBad } = this.#options;
    const hasMark = bytes.compare(UTF8_MARK, 0, 3, start, Math.min(start + 3, end)) === 0;
    const begin = hasMark ? start + 3 : start;
    const isSuspect = isBad === undefined || isBad(this.#index);
    const fault = lineFault(bytes, begin, end, utf8, isSuspect);
    if (fault === 'blank') return undefined;
    this.#index += 1;
    const isRefused = isSuspect && isBad !== undefined && !hasMark;
    const reason = fault ?? (isRefused ? 'not JSON' : undefined);
    if (reason !== undefined) {
      const isUnfinished = lastReason !== undefined && reason !== 'not an object';
      return this.#reject(isUnfinished ? lastReason : reason, bytes.subarray(start, end));
    }
    this.#kept.add(this.#line);
    return begin;
  }

  #reject(reason: string, bytes: Buffer): undefined {
    this.#rejects.push({ record: this.#line, reason, excerpt: excerptOf(bytes) });
    return undefined;
  }

  #hold(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#heldBytes += rest.length;
    this.#held.push(rest);
    if (this.#heldBytes > this.#options.recordBytes) {
      this.#held = [Buffer.from(Buffer.concat(this.#held).subarray(0, EXCERPT_BYTES))];
    }
  }

  /** Settles the held line, to which `rest` belongs; true if it was rejected. */
  #finishHeld(rest: Buffer, lastReason?: string): boolean {
    const before = this.#rejects.length;
    const isTooLong = this.#heldBytes + rest.length > this.#options.recordBytes;
    const whole = Buffer.concat([...this.#held, rest]);
    this.#held = [];
    this.#heldBytes = 0;
    if (isTooLong) {
      this.#line += 1;
      this.#index += 1;
      this.#reject('line too long', whole);
    } else {
      const from = this.#judge(whole, 0, whole.length, isUtf8(whole), lastReason);
      if (from !== undefined) {
        this.#target.append(whole, from);
        this.#target.append(NEWLINE_BYTES);
      }
    }
    return this.#rejects.length > before;
  }
}
