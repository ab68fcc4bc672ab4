import { Account } from './account.ts';
import { carveChunk } from './chunk-decoder.ts';
import type { LogReader } from './read-evtx.ts';
import type { RecordForm } from './record-writer.ts';
import { returnSink, takeSink } from './sinks.ts';

/**
 * Reads what an event log has deleted or lost: whole records in the room that chunks no longer use, and where no chunk
 * is. Their templates must still be there, or they are rejected.
 */
export class EvtxCarver implements LogReader {
  readonly account = new Account('broken carved record');
  readonly #form: RecordForm;
  readonly #sink = takeSink();
  #offset = 0;

  constructor(form: RecordForm) {
    this.#form = form;
  }

  header(bytes: Buffer): void {
    this.#offset = bytes.length;
  }

  chunk(bytes: Buffer): Buffer {
    this.#sink.clear();
    carveChunk(this.#sink.load(bytes), this.#offset, {
      form: this.#form,
      kinds: undefined,
      mayBeStale: true,
      sink: this.#sink,
      account: this.account,
    });
    this.#offset += bytes.length;
    return this.#sink.written();
  }

  end(): void {
    returnSink(this.#sink);
  }
}
