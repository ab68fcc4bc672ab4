import type { ChunkContext } from './chunk-context.ts';
import type { Node } from './node.ts';
import type { Sink } from './sink.ts';
import type { Templates } from './templates.ts';
import type { Values } from './values.ts';

/** Writes the content of records of one chunk as a line of text each. */
export interface RecordWriter {
  /** @throws EvtxFault where the content is malformed; what was written by then is the caller's to take back. */
  write(nodes: readonly Node[]): void;
  /** The same for content that is nothing but an instance of a template, which is open. */
  writeInstance(values: Values): void;
}

/** A form of text for records. */
export type RecordForm = (context: ChunkContext, templates: Templates, sink: Sink) => RecordWriter;
