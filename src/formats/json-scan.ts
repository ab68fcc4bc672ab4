import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  RETURN,
  SPACE,
} from './json-bytes.ts';

/** Why a scan stopped: the chunk is used up, the value is complete, its brackets or strings are wrong, or see `watch`. */
export type ScanStop = 'chunk end' | 'closed' | 'broken' | 'opened';

const IS_SYNTAX = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, NEWLINE, RETURN])
  IS_SYNTAX[byte] = 1;

/** Bytes in a string that are not just text. */
const ENDS_TEXT = new Uint8Array(256);
for (const byte of [QUOTE, BACKSLASH, NEWLINE, RETURN]) ENDS_TEXT[byte] = 1;

/** Follows the brackets and strings of one JSON object or array over chunks. */
export class JsonScan {
  /** Whether to stop at the opening of each object in the outermost one, and of each array in such an object. */
  watch = false;
  /** Where the scan stopped: just after the byte that stopped it, or at it if the value is broken. */
  position = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #brackets = new Uint8Array(64);

  /** Starts anew, inside the given opening brackets. */
  begin(...opened: number[]): void {
    this.#brackets.set(opened);
    this.#depth = opened.length;
    this.#inString = false;
    this.#escaped = false;
  }

  /** Brackets that are open. */
  get depth(): number {
    return this.#depth;
  }

  /** Goes on from `start`; newlines between tokens become spaces. */
  scan(chunk: Buffer, start: number): ScanStop {
    const end = chunk.length;
    let at = start;
    while (at < end) {
      if (this.#inString) {
        at = this.#string(chunk, at);
        if (at < 0) return 'broken';
        continue;
      }
      const byte = chunk[at] as number;
      if (IS_SYNTAX[byte] === 0) {
        at += 1;
        continue;
      }
      if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === NEWLINE || byte === RETURN) {
        chunk[at] = SPACE;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.#open(byte);
        const isWatched = byte === OPEN_BRACE ? this.#depth === 2 : this.#depth === 3;
        if (this.watch && isWatched) return this.#stop('opened', at + 1);
      } else {
        this.#depth -= 1;
        // The brackets of a pair are two apart in ASCII.
        if (this.#brackets[this.#depth] !== byte - 2) return this.#stop('broken', at);
        if (this.#depth === 0) return this.#stop('closed', at + 1);
      }
      at += 1;
    }
    return this.#stop('chunk end', end);
  }

  /** The index after the string or the chunk; negative if a line ends within the string. */
  #string(chunk: Buffer, start: number): number {
    const end = chunk.length;
    let at = start;
    if (this.#escaped) {
      this.#escaped = false;
      if (!isLineEnd(chunk[at])) at += 1;
    }
    while (at < end) {
      const byte = chunk[at] as number;
      if (ENDS_TEXT[byte] === 0) {
        at += 1;
        continue;
      }
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) {
        this.#escaped = at + 1 === end;
        at += isLineEnd(chunk[at + 1]) ? 1 : 2;
      } else {
        this.position = at;
        return -1;
      }
    }
    return end;
  }

  #open(bracket: number): void {
    if (this.#depth === this.#brackets.length) {
      const larger = new Uint8Array(2 * this.#depth);
      larger.set(this.#brackets);
      this.#brackets = larger;
    }
    this.#brackets[this.#depth] = bracket;
    this.#depth += 1;
  }

  #stop(reason: ScanStop, position: number): ScanStop {
    this.position = position;
    return reason;
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === RETURN;
}
