import type { Account } from './account.ts';
import { isIntact } from './chunk.ts';
import { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm } from './record-writer.ts';
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

/** Decodes the record in a chunk's bytes `[at, end)`. */
type DecodeRecord = (at: number, end: number) => void;

/** Gives what decodes the records of a chunk that lies at an offset of its file. */
export function recordDecoder(bytes: Buffer, offset: number, decoding: Decoding): DecodeRecord {
  const { form, kinds, sink, account } = decoding;
  const context = new ChunkContext(bytes);
  const templates = new Templates(context, decoding.mayBeStale);
  const sieve = kinds === undefined ? undefined : new Sieve(context, templates, kinds);
  const writer = form(context, templates, sink);

  function decode(from: number, to: number): void {
    const sole = templates.openSole(from, to);
    if (sole !== undefined) return decodeInstance(sole);
    const nodes = parseFragment(context, from, to);
    const [first] = nodes;
    if (nodes.length === 1 && first?.kind === 'instance') return decodeInstance(templates.open(first));
    writer.write(nodes);
    account.wrote();
  }

  function decodeInstance(values: Values): void {
    const unwanted = sieve?.tallyIfUnwanted(values);
    if (unwanted !== undefined) account.skip(unwanted);
    else {
      writer.writeInstance(values);
      account.wrote();
    }
    templates.close();
  }

  return (at, end) => {
    const start = sink.length;
    try {
      decode(at + RECORD_HEADER_BYTES, end - 4);
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      templates.reset();
      sink.length = start;
      const checksums = isIntact(bytes) ? 'right' : 'wrong';
      account.rejectRecord(offset + at, `${error.message}; the checksums of its chunk are ${checksums}`);
    }
  };
}
