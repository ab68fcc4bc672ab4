import type { Account } from './account.ts';
import { CHUNK_HEADER_BYTES, isIntact, recordsEnd } from './chunk.ts';
import { ChunkContext } from './chunk-context.ts';
import { EvtxFault } from './fault.ts';
import { parseFragment } from './parse-fragment.ts';
import type { RecordForm } from './record-writer.ts';
import { RECORD_HEADER_BYTES, type Region, regions } from './records.ts';
import { Sieve } from './sieve.ts';
import type { Sink } from './sink.ts';
import { soleInstance } from './sole-instance.ts';
import { Templates } from './templates.ts';
import type { Wanted } from './wanted.ts';

/** How the records of a log are decoded, and where the text and the account of them go. */
export interface Decoding {
  readonly form: RecordForm;
  readonly wanted: Wanted | undefined;
  readonly sink: Sink;
  readonly account: Account;
}

/** Decodes the records of a chunk that lies at an offset of its file. */
export function decodeChunk(bytes: Buffer, offset: number, decoding: Decoding): void {
  const { account } = decoding;
  const declaredEnd = recordsEnd(bytes);
  const end = Math.min(declaredEnd, bytes.length);
  const isCut = declaredEnd > bytes.length;
  const decode = recordDecoder(bytes, offset, decoding);
  let last = Math.min(CHUNK_HEADER_BYTES, end);
  for (const region of regions(bytes, CHUNK_HEADER_BYTES, end)) {
    if (region.kind === 'record') decode(region);
    else if (isCut && region.end === end) break;
    else account.rejectRegion('damaged records', offset + region.at, offset + region.end);
    last = region.end;
  }
  if (isCut) account.rejectRegion('cut off', offset + last, offset + bytes.length);
}

function recordDecoder(bytes: Buffer, offset: number, decoding: Decoding): (record: Region) => void {
  const { form, wanted, sink, account } = decoding;
  const context = new ChunkContext(bytes);
  const templates = new Templates(context);
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
