import { EvtxFault } from './fault.ts';

/** What stands for characters that a text may not hold as they are. */
export interface Escapes {
  /** By ASCII code: 1 where the character stands for itself. */
  readonly plain: Uint8Array;
  /** The text that stands for any other ASCII character, six bytes at most. */
  readonly replacements: readonly string[];
  /** What stands for half a surrogate pair. */
  loneSurrogate(unit: number): string;
}

const FIRST_BYTES = 256 * 1024;

/** The most bytes that one UTF-16 code unit can become: `\u0000`, `&quot;`. */
const UNIT_BYTES = 6;

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
    for (let index = 0; index < text.length; index += 1) this.#bytes[this.length++] = text.charCodeAt(index);
  }

  /** Bytes that are UTF-8 already. */
  copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Any text, escaped. */
  text(text: string, escapes: Escapes): void {
    const units = Buffer.from(text, 'utf16le');
    this.utf16(units, 0, units.length, escapes);
  }

  /** UTF-16LE code units of `source[start, end)`, escaped; half a unit at the end is left out. */
  utf16(source: Uint8Array, start: number, end: number, escapes: Escapes): void {
    this.#reserve(((end - start) >>> 1) * UNIT_BYTES);
    const { plain } = escapes;
    const bytes = this.#bytes;
    let to = this.length;
    for (let at = start; at + 1 < end; at += 2) {
      const unit = (source[at] as number) | ((source[at + 1] as number) << 8);
      if (unit < 0x80) {
        if (plain[unit] === 1) bytes[to++] = unit;
        else to += bytes.write(escapes.replacements[unit] as string, to);
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
