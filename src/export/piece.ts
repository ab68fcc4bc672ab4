import type { TreeExcerpt } from '../model/tree-excerpt.ts';

/** A piece of what an exporter writes, in the order of the file. */
export type Piece = string | Uint8Array;

/** Writes an excerpt of the forest, piece by piece. */
export type TreeExporter = (excerpt: TreeExcerpt) => Iterable<Piece> | AsyncIterable<Piece>;
