import type { Damage } from './byte-source.ts';

/** A decompressor: takes pieces in order and gives what they unpack to; `end` is called once, after the last. */
export interface Engine {
  /** The most that a piece may have. */
  readonly pieceBytes: number;
  push(piece: Buffer): Promise<readonly Buffer[]>;
  end(): Promise<readonly Buffer[]>;
  damage(): Damage | undefined;
  /** Whether it takes no more, because its stream is over or damaged. */
  finished(): boolean;
  close(): void;
}
