import type { Reject } from '../../model/reject.ts';
import { Runs } from '../runs.ts';

/** How many records of a kind were not wanted. */
export interface Tally {
  count: number;
}

/** What became of the records of one event log: each is written, rejected or skipped. */
export class Account {
  readonly rejects: Reject[] = [];
  /** Numbers of the records that were written. */
  readonly written = new Runs();
  readonly #tallies = new Map<string, Tally>();
  readonly #brokenReason: string;
  #records = 0;

  constructor(brokenReason = 'broken record') {
    this.#brokenReason = brokenReason;
  }

  wrote(): void {
    this.#records += 1;
    this.written.add(this.#records);
  }

  /** The tally to which records of a kind are skipped. */
  tally(kind: string): Tally {
    const tally = this.#tallies.get(kind) ?? { count: 0 };
    this.#tallies.set(kind, tally);
    return tally;
  }

  skip(tally: Tally): void {
    this.#records += 1;
    tally.count += 1;
  }

  /** How many records were not wanted, by channel and event id. */
  get skipped(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#tallies].map(([kind, { count }]) => [kind, count]));
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
