import type { ChunkContext } from './chunk-context.ts';
import type { Node } from './node.ts';
import type { Sink } from './sink.ts';
import type { Templates } from './templates.ts';

/** Writes the content of records of one chunk as a line of text each. */
export interface RecordWriter {
  /** @throws EvtxFault where the content is malformed; what was written by then is the caller's to take back. */
  write(nodes: readonly Node[]): void;
}

/** A form of text for records. */
export type RecordForm = (context: ChunkContext, templates: Templates, sink: Sink) => RecordWriter;
