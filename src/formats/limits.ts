/** Bounds that keep hostile or broken inputs from taking the memory, the disk or the day. */
export interface Limits {
  /** Longest record, in bytes; a longer one is rejected without being held. */
  readonly recordBytes: number;
  /** What any input may unpack to, in bytes, however well it is compressed. */
  readonly unpackedBytes: number;
  /** Beyond `unpackedBytes`: how many times its compressed size an input may unpack to. */
  readonly expansion: number;
  /** Archives within archives. */
  readonly depth: number;
}

const MEBIBYTE = 1024 * 1024;

export const LIMITS: Limits = {
  recordBytes: 64 * MEBIBYTE,
  unpackedBytes: 1024 * MEBIBYTE,
  expansion: 200,
  depth: 3,
};

/** Whether `unpacked` bytes out of `packed` ones are more than an honest archive holds. */
export function isBomb(packed: number, unpacked: number, limits: Limits): boolean {
  return unpacked > limits.unpackedBytes && unpacked > limits.expansion * packed;
}

/** The reason given for what is stopped by {@link isBomb}. */
export function bombReason(limits: Limits): string {
  return `expands more than ${limits.expansion}-fold: possible zip bomb`;
}
