/**
 * The unsigned 32-bit number at an offset that is known to lie within the bytes. A Buffer's own method checks its
 * arguments each time, which is measured where it is called for every value of every record.
 */
export const uint32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)) >>>
  0;

/** The unsigned 16-bit number at an offset that is known to lie within the bytes. */
export const uint16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
