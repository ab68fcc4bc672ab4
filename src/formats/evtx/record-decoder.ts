import type { Account } from './account.ts';
import { isIntact } from './chunk.ts';
import { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import type { Node } from './node.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm, RecordWriter } from './record-writer.ts';
import { RECORD_HEADER_BYTES } from './records.ts';
import { Sieve } from './sieve.ts';
import type { Sink } from './sink.ts';
import { Templates } from './templates.ts';
import type { Values } from './values.ts';

/** How the records of a log are decoded, and where the text and the account of them go. */
export interface Decoding {
  readonly form: RecordForm;
  /** Which kinds of records are not wanted, if any. */
  readonly kinds: Kinds | undefined;
  /** Whether records may be older than the chunk, so that their templates may be gone. */
  readonly mayBeStale: boolean;
  readonly sink: Sink;
  readonly account: Account;
}

const NONE: readonly Node[] = [];

/** Decodes records of one chunk. A class, as closures made anew for each chunk would be compiled anew for each. */
export class RecordDecoder {
  readonly #bytes: Buffer;
  readonly #offset: number;
  readonly #context: ChunkContext;
  readonly #templates: Templates;
  readonly #sieve: Sieve | undefined;
  readonly #writer: RecordWriter;
  readonly #sink: Sink;
  readonly #account: Account;

  /** For a chunk that lies at an offset of its file. */
  constructor(bytes: Buffer, offset: number, { form, kinds, mayBeStale, sink, account }: Decoding) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#context = new ChunkContext(bytes, sink);
    this.#templates = new Templates(this.#context, mayBeStale);
    this.#sieve = kinds && new Sieve(this.#context, this.#templates, kinds);
    this.#writer = form(this.#context, this.#templates, sink);
    this.#sink = sink;
    this.#account = account;
  }

  /** Decodes the record in the chunk's bytes `[at, end)`. */
  decode(at: number, end: number): void {
    const start = this.#sink.length;
    try {
      this.#content(at + RECORD_HEADER_BYTES, end - 4);
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      this.#templates.reset();
      this.#sink.length = start;
      const checksums = isIntact(this.#bytes) ? 'right' : 'wrong';
      const detail = `${error.message}; the checksums of its chunk are ${checksums}`;
      this.#account.rejectRecord(this.#offset + at, detail);
    }
  }

  #content(from: number, to: number): void {
    const sole = this.#templates.openSole(from, to);
    const nodes = sole === undefined ? parseFragment(this.#context, from, to) : NONE;
    const [first] = nodes;
    if (sole !== undefined) this.#instance(sole);
    else if (nodes.length === 1 && first?.kind === 'instance') this.#instance(this.#templates.open(first));
    else {
      this.#writer.write(nodes);
      this.#account.wrote();
    }
  }

  #instance(values: Values): void {
    const unwanted = this.#sieve?.tallyIfUnwanted(values);
    if (unwanted !== undefined) this.#account.skip(unwanted);
    else {
      this.#writer.writeInstance(values);
      this.#account.wrote();
    }
    this.#templates.close();
  }
}
