import { Account } from './account.ts';
import { CHUNK_BYTES, FILE_HEADER_BYTES, isChunk, isIntact, isIntactHeader } from './chunk.ts';
import { decodeChunk } from './chunk-decoder.ts';
import { Kinds } from './kinds.ts';
import type { LogReader } from './read-evtx.ts';
import type { RecordForm } from './record-writer.ts';
import { returnSink, takeSink } from './sinks.ts';
import type { Wanted } from './wanted.ts';

const ANNOUNCED_CHUNKS_AT = 42;
const WRONG_CHECKSUM = 'wrong checksum';
const ZEROS = Buffer.alloc(CHUNK_BYTES);

interface EvtxOptions {
  /** Which records are decoded; all, where it is left out. */
  readonly wanted?: Wanted | undefined;
  /** Whether what lies under a wrong checksum is rejected; it is read, where this is left out. */
  readonly strict?: boolean | undefined;
}

/** Reads an event log: its header, then chunk after chunk by the size of the file, whatever the header says. */
export class EvtxReader implements LogReader {
  readonly account = new Account();
  readonly #form: RecordForm;
  readonly #kinds: Kinds | undefined;
  readonly #isStrict: boolean;
  readonly #sink = takeSink();
  #offset = 0;
  #announcedChunks = 0;
  #lost: { readonly reason: string; readonly start: number; end: number } | undefined;

  constructor(form: RecordForm, { wanted, strict = false }: EvtxOptions = {}) {
    this.#form = form;
    this.#isStrict = strict;
    if (wanted !== undefined) this.#kinds = new Kinds(wanted, this.account);
  }

  header(bytes: Buffer): void {
    this.#offset = bytes.length;
    if (bytes.length < FILE_HEADER_BYTES) this.account.rejectRegion('cut off', 0, bytes.length);
    else {
      this.#announcedChunks = bytes.readUInt16LE(ANNOUNCED_CHUNKS_AT);
      if (this.#isStrict && !isIntactHeader(bytes))
        this.account.rejectRegion(WRONG_CHECKSUM, 0, bytes.length);
    }
  }

  chunk(bytes: Buffer): Buffer {
    const start = this.#offset;
    this.#offset += bytes.length;
    this.#sink.clear();
    if (bytes.equals(ZEROS.subarray(0, bytes.length))) this.#lose('zero-filled', start);
    else if (!isChunk(bytes)) this.#lose('no chunk', start);
    else if (this.#isStrict && !isIntact(bytes)) this.#lose(WRONG_CHECKSUM, start);
    else {
      this.#book();
      decodeChunk(this.#sink.load(bytes), start, {
        form: this.#form,
        kinds: this.#kinds,
        mayBeStale: false,
        sink: this.#sink,
        account: this.account,
      });
    }
    return this.#sink.written();
  }

  end(damage?: string): void {
    returnSink(this.#sink);
    // Zeros at the end are room that was never used.
    if (this.#lost?.reason === 'zero-filled') this.#lost = undefined;
    this.#book();
    const announced = FILE_HEADER_BYTES + this.#announcedChunks * CHUNK_BYTES;
    const reason = damage ?? (announced > this.#offset ? 'cut off' : undefined);
    if (reason !== undefined && !this.account.rejects.some((reject) => reject.reason === reason))
      this.account.rejectRegion(reason, this.#offset, Math.max(announced, this.#offset));
  }

  /** Bytes up to the current offset that hold no chunk; neighbours of one kind are told of once. */
  #lose(reason: string, start: number): void {
    if (this.#lost?.reason === reason) this.#lost.end = this.#offset;
    else {
      this.#book();
      this.#lost = { reason, start, end: this.#offset };
    }
  }

  #book(): void {
    if (this.#lost !== undefined)
      this.account.rejectRegion(this.#lost.reason, this.#lost.start, this.#lost.end);
    this.#lost = undefined;
  }
}
