/** A piece of what an exporter writes, in the order of the file. */
export type Piece = string | Uint8Array;

/** Everything that it writes. */
export type Pieces = Iterable<Piece> | AsyncIterable<Piece>;
