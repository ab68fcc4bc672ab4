import type { Account } from './account.ts';
import { isIntact } from './chunk.ts';
import { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm } from './record-writer.ts';
import { RECORD_HEADER_BYTES, type Region } from './records.ts';
import { Sieve } from './sieve.ts';
import type { Sink } from './sink.ts';
import { soleInstance } from './sole-instance.ts';
import { Templates } from './templates.ts';
import type { Wanted } from './wanted.ts';

/** How the records of a log are decoded, and where the text and the account of them go. */
export interface Decoding {
  readonly form: RecordForm;
  readonly wanted: Wanted | undefined;
  /** Whether records may be older than the chunk, so that their templates may be gone. */
  readonly mayBeStale: boolean;
  readonly sink: Sink;
  readonly account: Account;
}

/** Gives what decodes the records of a chunk that lies at an offset of its file. */
export function recordDecoder(bytes: Buffer, offset: number, decoding: Decoding): (record: Region) => void {
  const { form, wanted, sink, account } = decoding;
  const context = new ChunkContext(bytes);
  const templates = new Templates(context, decoding.mayBeStale);
  const sieve = wanted === undefined ? undefined : new Sieve(context, templates, wanted);
  const writer = form(context, templates, sink);
  return ({ at, end }) => {
    const start = sink.length;
    try {
      const [from, to] = [at + RECORD_HEADER_BYTES, end - 4];
      const sole = soleInstance(context, from, to);
      const nodes = sole === undefined ? parseFragment(context, from, to) : [sole];
      const [first] = nodes;
      const unwanted =
        first?.kind === 'instance' && nodes.length === 1 ? sieve?.kindIfUnwanted(first) : undefined;
      if (unwanted !== undefined) account.skip(unwanted);
      else {
        writer.write(nodes);
        account.wrote();
      }
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      templates.reset();
      sink.length = start;
      const checksums = isIntact(bytes) ? 'right' : 'wrong';
      account.rejectRecord(offset + at, `${error.message}; the checksums of its chunk are ${checksums}`);
    }
  };
}
