import type { Reject } from '../model/reject.ts';
import { EXCERPT_BYTES } from './excerpt.ts';
import { HeldValue } from './held-value.ts';
import { endsWithHitsKey } from './hits-key.ts';
import * as json from './json-bytes.ts';
import { ScalarScan, scalarFault } from './json-scalar.ts';
import { JsonScan } from './json-scan.ts';

/** What encloses the values that become records: nothing, an array, or `hits.hits` of a search response. */
type Container = 'top' | 'array' | 'hits';
/** What the splitter is in the middle of; `lost` looks for a line that begins a record after broken JSON. */
type Mode = 'between' | 'value' | 'scalar' | 'lost';
/** What the value being scanned is: a record, something else to reject, or a search response after its hits. */
type Kind = 'record' | 'other' | 'response';

/** Where a splitter puts what it finds. */
export interface JsonSink {
  /** One record: its pieces in order, without newlines; valid only during the call. */
  record(pieces: readonly Buffer[]): void;
  reject(reject: Reject): void;
}

/**
 * Splits JSON text into its records by bytes, whatever the chunks: documents one after another, the elements of arrays,
 * and for a search response the elements of its `hits.hits`. Brackets and strings are followed; whether a record is
 * JSON throughout is left to whoever parses it. Memory is bounded by one record.
 */
export class JsonSplitter {
  readonly #sink: JsonSink;
  readonly #recordBytes: number;
  readonly #scan = new JsonScan();
  readonly #scalarScan = new ScalarScan();
  readonly #held = new HeldValue();
  #count = 0;
  #mode: Mode = 'between';
  #kind: Kind = 'record';
  #container: Container = 'top';
  /** What encloses the search response whose hits are being read. */
  #outer: Container = 'top';
  #isInHits = false;
  /** The place in its line of what comes next, while that is not inside a value. */
  #isLineStart = true;
  #indent = 0;
  #lostIndent = 0;

  constructor(sink: JsonSink, options: { recordBytes: number }) {
    this.#sink = sink;
    this.#recordBytes = options.recordBytes;
  }

  /** Records and rejects so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes the next bytes, and overwrites newlines between tokens in them with spaces. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) at = this.#steps[this.#mode](chunk, at);
  }

  /** Tells that no more bytes come; `damage` is why, if the bytes end before their time. */
  end(damage?: string): void {
    if (this.#mode === 'lost') return;
    if (this.#mode === 'scalar' && this.#container === 'top' && damage === undefined) this.#finishScalar();
    const isComplete = this.#mode === 'between' && this.#container === 'top';
    if (isComplete && damage === undefined) return;
    if (this.#mode === 'between') this.#held.begin(0);
    if (this.#mode === 'between' || this.#kind === 'response') this.#count += 1;
    this.#reject(damage ?? 'cut off');
  }

  readonly #steps: Record<Mode, (chunk: Buffer, at: number) => number> = {
    between: (chunk, at) => this.#between(chunk, at),
    value: (chunk, at) => this.#value(chunk, at),
    scalar: (chunk, at) => this.#scalar(chunk, at),
    lost: (chunk, at) => this.#lost(chunk, at),
  };

  #between(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length && (this.#isBlank(chunk[at]) || chunk[at] === json.COMMA)) at += 1;
    if (at === chunk.length) return at;
    this.#isLineStart = false;
    const byte = chunk[at];
    if (byte === json.OPEN_BRACE) return this.#begin('value', 'record', at);
    if (byte === json.OPEN_BRACKET && this.#container !== 'top') return this.#begin('value', 'other', at);
    if (byte === json.OPEN_BRACKET) this.#container = 'array';
    else if (byte === json.CLOSE_BRACKET && this.#container === 'array') this.#container = 'top';
    else if (byte === json.CLOSE_BRACKET && this.#container === 'hits') this.#leaveHits();
    else return this.#begin('scalar', 'other', at);
    return at + 1;
  }

  #begin(mode: Mode, kind: Kind, at: number): number {
    this.#count += 1;
    this.#mode = mode;
    this.#kind = kind;
    this.#isInHits = false;
    this.#held.begin(kind === 'record' ? this.#recordBytes : EXCERPT_BYTES);
    this.#scalarScan.begin(this.#container !== 'top');
    this.#scan.begin();
    this.#scan.watch = kind === 'record' && this.#container !== 'hits';
    return at;
  }

  #value(chunk: Buffer, start: number): number {
    for (let at = start; ; at = this.#scan.position) {
      const stop = this.#scan.scan(chunk, at);
      const end = this.#scan.position;
      if (stop === 'opened') {
        if (this.#opensHits(chunk, start, end - 1)) return end;
        continue;
      }
      if (this.#kind !== 'response') this.#held.add(chunk.subarray(start, end));
      if (stop === 'closed') this.#finishValue();
      if (stop === 'broken') this.#breakOff();
      return end;
    }
  }

  /** Whether the bracket at `at` opens `hits.hits`, whose elements then take the place of the record so far. */
  #opensHits(chunk: Buffer, start: number, at: number): boolean {
    const isObject = this.#scan.depth === 2;
    if (!isObject && !this.#isInHits) return false;
    const isHits = endsWithHitsKey(chunk, start, at) ?? this.#endsWithHitsKeyAcross(chunk, start, at);
    if (isObject) this.#isInHits = isHits;
    if (isObject || !isHits) return false;
    this.#count -= 1;
    this.#outer = this.#container;
    this.#container = 'hits';
    this.#mode = 'between';
    return true;
  }

  #endsWithHitsKeyAcross(chunk: Buffer, start: number, at: number): boolean {
    const before = Buffer.concat([Buffer.from(' '), this.#held.tail(), chunk.subarray(start, at)]);
    return endsWithHitsKey(before, 0, before.length) === true;
  }

  #leaveHits(): void {
    this.#mode = 'value';
    this.#kind = 'response';
    this.#container = this.#outer;
    this.#held.begin(0);
    this.#scan.begin(json.OPEN_BRACE, json.OPEN_BRACE);
    this.#scan.watch = false;
  }

  #finishValue(): void {
    this.#mode = 'between';
    if (this.#kind === 'response') return;
    if (this.#kind === 'other') this.#reject('not an object');
    else if (this.#held.isTooLong) this.#reject('record too long');
    else this.#sink.record(this.#held.pieces);
  }

  #breakOff(): void {
    if (this.#kind === 'response') this.#count += 1;
    this.#mode = 'lost';
    this.#isLineStart = false;
    this.#lostIndent = this.#indent;
    this.#reject('not JSON');
  }

  #lost(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length && (this.#isBlank(chunk[at]) || !this.#isFoundAgain(chunk[at]))) at += 1;
    return at;
  }

  #isFoundAgain(byte: number | undefined): boolean {
    const begins = byte === json.OPEN_BRACE || byte === json.OPEN_BRACKET || byte === json.CLOSE_BRACKET;
    const isFound = begins && this.#isLineStart && this.#indent <= this.#lostIndent;
    this.#isLineStart = false;
    if (isFound) this.#mode = 'between';
    return isFound;
  }

  #scalar(chunk: Buffer, start: number): number {
    const end = this.#scalarScan.scan(chunk, start);
    this.#held.add(chunk.subarray(start, end));
    if (end < chunk.length) this.#finishScalar();
    return end;
  }

  #finishScalar(): void {
    this.#mode = 'between';
    this.#reject(scalarFault(this.#held.bytes(), !this.#held.isTooLong));
  }

  #reject(reason: string): void {
    this.#sink.reject({ record: this.#count, reason, excerpt: this.#held.excerpt() });
  }

  /** Whether the byte is space; keeps track of where in its line it is. */
  #isBlank(byte: number | undefined): boolean {
    if (byte === json.NEWLINE) {
      this.#isLineStart = true;
      this.#indent = 0;
      return true;
    }
    const isSpace = byte === json.SPACE || byte === json.TAB || byte === json.RETURN;
    if (isSpace && this.#isLineStart) this.#indent += 1;
    return isSpace;
  }
}
