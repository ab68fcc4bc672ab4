import type { Reject } from '../model/reject.ts';
import type { ByteSource } from './byte-source.ts';
import type { Converted } from './converted.ts';
import { EXCERPT_BYTES, excerptOf } from './excerpt.ts';
import { Runs } from './runs.ts';
import type { TempFile } from './temp-file.ts';
import { EventFault, readEvent } from './winevent-xml-event.ts';

const BEGIN = /<Event(?=[\s>])/g;
const END = '</Event>';

/**
 * Writes each `<Event>` of Windows event XML, whether alone, in `<Events>` or one after another, as a line of `target`.
 * Events are told apart by their tags, so that a broken one harms no other; what is between them is passed over, a
 * document type with its entities too. Memory is bounded by one event.
 */
export async function splitEvents(
  source: ByteSource,
  target: TempFile,
  recordBytes: number,
): Promise<Converted> {
  const rejects: Reject[] = [];
  const kept = new Runs();
  let count = 0;
  const reject = (reason: string, text: string): void => {
    rejects.push({ record: count, reason, excerpt: excerptOf(Buffer.from(text.slice(0, EXCERPT_BYTES))) });
  };
  const take = (xml: string, isTooLong: boolean): void => {
    count += 1;
    try {
      if (isTooLong) throw new EventFault('record too long');
      target.append(Buffer.from(`${JSON.stringify(readEvent(xml))}\n`));
      kept.add(count);
    } catch (error) {
      if (!(error instanceof EventFault)) throw error;
      reject(error.message, xml);
    }
  };
  const splitter = new EventSplitter(take, recordBytes);
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    splitter.push(decoder.decode(chunk, { stream: true }));
    await target.drain();
  }
  splitter.push(decoder.decode());
  const rest = splitter.rest();
  if (rest !== undefined || source.damage !== undefined) {
    count += 1;
    reject(source.damage?.reason ?? 'cut off', rest ?? '');
  }
  return { rejects, recordNumbers: kept.numbers() };
}

/** Finds events in text that comes in pieces; of one that is too long, only the beginning is held. */
class EventSplitter {
  readonly #take: (xml: string, isTooLong: boolean) => void;
  readonly #most: number;
  #held = '';
  #isInside = false;
  #isTooLong = false;
  /** How much of `#held` has been searched for the end. */
  #searched = 0;

  constructor(take: (xml: string, isTooLong: boolean) => void, most: number) {
    this.#take = take;
    this.#most = most;
  }

  push(text: string): void {
    this.#held += text;
    while (this.#isInside ? this.#findEnd() : this.#findBegin());
  }

  /** What is left of an event that has no end. */
  rest(): string | undefined {
    return this.#isInside ? this.#held : undefined;
  }

  #findBegin(): boolean {
    BEGIN.lastIndex = 0;
    const found = BEGIN.exec(this.#held);
    // The tag's first characters may be the last ones here.
    this.#held = found === null ? this.#held.slice(-'<Event'.length) : this.#held.slice(found.index);
    this.#isInside = found !== null;
    this.#searched = 0;
    return this.#isInside;
  }

  #findEnd(): boolean {
    const end = this.#held.indexOf(END, this.#searched);
    // An event that has no end swallows no other.
    BEGIN.lastIndex = Math.max(1, this.#searched);
    const next = BEGIN.exec(this.#held)?.index ?? -1;
    if (end < 0 && next < 0) {
      if (this.#held.length > this.#most) this.#isTooLong = true;
      if (this.#isTooLong) this.#held = this.#held.slice(0, EXCERPT_BYTES) + this.#held.slice(-END.length);
      this.#searched = Math.max(0, this.#held.length - END.length);
      return false;
    }
    const stop = next >= 0 && (end < 0 || next < end) ? next : end + END.length;
    this.#take(this.#held.slice(0, stop), this.#isTooLong || stop > this.#most);
    this.#held = this.#held.slice(stop);
    this.#isInside = false;
    this.#isTooLong = false;
    return true;
  }
}
