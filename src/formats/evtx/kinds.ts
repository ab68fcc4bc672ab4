import type { Account, Tally } from './account.ts';
import type { Wanted } from './wanted.ts';

/** Of one channel and provider, by event id: to which tally records are skipped, or that they are wanted. */
type EventIds = Map<number | string, Tally | 'wanted'>;

const MOST_LOGS = 1024;

/** What a log's records are, of which some are not wanted: each kind is asked about once. */
export class Kinds {
  readonly #wanted: Wanted;
  readonly #account: Account;
  readonly #logs = new Map<string, EventIds>();
  /** Those of the last record. */
  #channel: string | undefined;
  #provider: string | undefined;
  #ids: EventIds = new Map();

  constructor(wanted: Wanted, account: Account) {
    this.#wanted = wanted;
    this.#account = account;
  }

  /** The tally of a kind that is not wanted; undefined for one that is. */
  tallyIfUnwanted(provider: string | undefined, channel: string, id: number | string): Tally | undefined {
    if (channel !== this.#channel || provider !== this.#provider) {
      this.#ids = this.#idsOf(JSON.stringify([channel, provider]));
      this.#channel = channel;
      this.#provider = provider;
    }
    let found = this.#ids.get(id);
    if (found === undefined) {
      const eventId = String(id);
      const isWanted = this.#wanted({ provider, channel, eventId });
      found = isWanted ? 'wanted' : this.#account.tally(`${channel} ${eventId}`);
      this.#ids.set(id, found);
    }
    return found === 'wanted' ? undefined : found;
  }

  #idsOf(log: string): EventIds {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    if (this.#logs.size === MOST_LOGS) this.#logs.clear();
    const ids: EventIds = new Map();
    this.#logs.set(log, ids);
    return ids;
  }
}
