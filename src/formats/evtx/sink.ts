import { EvtxFault } from './fault.ts';
import { textEnd } from './text-end.ts';

/** What stands for characters that a text may not hold as they are. */
export interface Escapes {
  /** By ASCII code: 1 where the character stands for itself. */
  readonly plain: Uint8Array;
  /** What stands for any other ASCII character, six bytes at most. */
  readonly replacements: readonly Uint8Array[];
  /** What stands for half a surrogate pair. */
  loneSurrogate(unit: number): string;
}

const FIRST_BYTES = 256 * 1024;

/** The most bytes that one UTF-16 code unit can become: `\u0000`, `&quot;`. */
const UNIT_BYTES = 6;

/** Longer than this, the engine copies faster than a loop. */
const SHORT_COPY = 48;

const QUOTE = 0x22;
const UPPER_HEX = Buffer.from('0123456789ABCDEF');
const LOWER_HEX = Buffer.from('0123456789abcdef');

/** The first three groups of a GUID are little-endian. */
const GUID_ORDER = Uint8Array.of(3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15);

/** UTF-8 text in one buffer, which grows up to a limit; what would go beyond it throws EvtxFault. */
export class Sink {
  /** Where the text ends; set it back to take back what came after. */
  length = 0;
  readonly #limit: number;
  #bytes: Buffer;

  constructor(limit: number) {
    this.#limit = limit;
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(limit, FIRST_BYTES));
  }

  /** The text from `start` on, until the next change. */
  written(start = 0): Buffer {
    return this.#bytes.subarray(start, this.length);
  }

  /** One ASCII character by its code. */
  code(code: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = code;
  }

  /** Text of nothing but ASCII characters. */
  ascii(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let to = this.length;
    for (let index = 0; index < text.length; index += 1) bytes[to++] = text.charCodeAt(index);
    this.length = to;
  }

  /** A whole number from 0 on, in decimal, with at least so many digits. */
  integer(value: number, least = 1): void {
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    if (digits < least) digits = least;
    this.#reserve(digits);
    const bytes = this.#bytes;
    let rest = value;
    for (let to = this.length + digits - 1; to >= this.length; to -= 1) {
      // Division of 32-bit integers is much the faster one.
      const tens = rest <= 0x7fffffff ? ((rest | 0) / 10) | 0 : Math.floor(rest / 10);
      bytes[to] = 0x30 + rest - 10 * tens;
      rest = tens;
    }
    this.length += digits;
  }

  /** A 32-bit number in hex, with at least so many digits, in lower case. */
  hex(value: number, least = 1): void {
    let digits = least;
    while (digits < 8 && value >>> (4 * digits) !== 0) digits += 1;
    this.#reserve(digits);
    for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4)
      this.#bytes[this.length++] = LOWER_HEX[(value >>> shift) & 15] as number;
  }

  /** Bytes `[start, end)` in hex, in upper case. */
  hexBytes(source: Uint8Array, start: number, end: number): void {
    this.#reserve(2 * (end - start));
    for (let at = start; at < end; at += 1) {
      const byte = source[at] as number;
      this.#bytes[this.length++] = UPPER_HEX[byte >> 4] as number;
      this.#bytes[this.length++] = UPPER_HEX[byte & 15] as number;
    }
  }

  /** The 16 bytes of a GUID, in braces and upper case. */
  guid(source: Uint8Array, start: number): void {
    this.#reserve(38);
    const bytes = this.#bytes;
    let to = this.length;
    bytes[to++] = 0x7b;
    for (let index = 0; index < 16; index += 1) {
      if (index === 4 || index === 6 || index === 8 || index === 10) bytes[to++] = 0x2d;
      const byte = source[start + (GUID_ORDER[index] as number)] as number;
      bytes[to++] = UPPER_HEX[byte >> 4] as number;
      bytes[to++] = UPPER_HEX[byte & 15] as number;
    }
    bytes[to++] = 0x7d;
    this.length = to;
  }

  /** Bytes that are UTF-8 already. */
  copy(source: Uint8Array): void {
    this.#reserve(source.length);
    if (source.length > SHORT_COPY) {
      this.#bytes.set(source, this.length);
      this.length += source.length;
    } else {
      const bytes = this.#bytes;
      let to = this.length;
      for (let at = 0; at < source.length; at += 1) bytes[to++] = source[at] as number;
      this.length = to;
    }
  }

  /** Any text, escaped. */
  text(text: string, escapes: Escapes): void {
    const units = Buffer.from(text, 'utf16le');
    this.utf16(units, 0, units.length, escapes);
  }

  /** UTF-16LE code units of `source[start, end)` without NULs at the end, escaped, in double quotes. */
  quoted(source: Uint8Array, start: number, end: number, escapes: Escapes): void {
    this.code(QUOTE);
    this.utf16(source, start, textEnd(source, start, end), escapes);
    this.code(QUOTE);
  }

  /** UTF-16LE code units of `source[start, end)`, escaped; half a unit at the end is left out. */
  utf16(source: Uint8Array, start: number, end: number, escapes: Escapes): void {
    this.#reserve(((end - start) >>> 1) * UNIT_BYTES);
    const { plain } = escapes;
    const bytes = this.#bytes;
    let to = this.length;
    for (let at = start; at + 1 < end; at += 2) {
      const low = source[at] as number;
      const high = source[at + 1] as number;
      if (high === 0 && plain[low] === 1) {
        bytes[to++] = low;
        continue;
      }
      const unit = low | (high << 8);
      if (unit < 0x80) {
        const replacement = escapes.replacements[unit] as Uint8Array;
        for (let index = 0; index < replacement.length; index += 1)
          bytes[to++] = replacement[index] as number;
      } else if (unit < 0x800) {
        bytes[to++] = 0xc0 | (unit >> 6);
        bytes[to++] = 0x80 | (unit & 0x3f);
      } else if (unit < 0xd800 || unit > 0xdfff) {
        bytes[to++] = 0xe0 | (unit >> 12);
        bytes[to++] = 0x80 | ((unit >> 6) & 0x3f);
        bytes[to++] = 0x80 | (unit & 0x3f);
      } else {
        const next = at + 3 < end ? (source[at + 2] as number) | ((source[at + 3] as number) << 8) : 0;
        if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
          const point = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
          bytes[to++] = 0xf0 | (point >> 18);
          bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
          bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
          bytes[to++] = 0x80 | (point & 0x3f);
          at += 2;
        } else {
          to += bytes.write(escapes.loneSurrogate(unit), to);
        }
      }
    }
    this.length = to;
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > this.#limit) throw new EvtxFault('expands too far');
    const grown = Buffer.allocUnsafeSlow(Math.min(this.#limit, Math.max(needed, 2 * this.#bytes.length)));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }
}
