import type { Reject } from '../../model/reject.ts';
import { Runs } from '../runs.ts';

/** What became of the records of one event log: each is written, rejected or skipped. */
export class Account {
  readonly rejects: Reject[] = [];
  /** Records that were not wanted, by channel and event id. */
  readonly skipped = new Map<string, number>();
  /** Numbers of the records that were written. */
  readonly written = new Runs();
  readonly #brokenReason: string;
  #records = 0;

  constructor(brokenReason = 'broken record') {
    this.#brokenReason = brokenReason;
  }

  wrote(): void {
    this.#records += 1;
    this.written.add(this.#records);
  }

  skip(kind: string): void {
    this.#records += 1;
    this.skipped.set(kind, (this.skipped.get(kind) ?? 0) + 1);
  }

  /** A record that is there, and broken. */
  rejectRecord(offset: number, detail: string): void {
    this.#records += 1;
    this.rejects.push({
      record: this.#records,
      reason: this.#brokenReason,
      excerpt: `byte ${offset}: ${detail}`,
    });
  }

  /** Bytes in which there may have been any number of records. */
  rejectRegion(reason: string, start: number, end: number): void {
    this.rejects.push({ record: 0, reason, excerpt: `byte ${start} to ${end}` });
  }
}
