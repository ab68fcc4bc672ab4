import * as json from './json-bytes.ts';

/** Finds the end of what is neither object nor array: a JSON scalar, or no JSON at all. */
export class ScalarScan {
  #isFirst = true;
  #inString = false;
  #escaped = false;
  #inArray = false;

  begin(inArray: boolean): void {
    this.#isFirst = true;
    this.#inString = false;
    this.#escaped = false;
    this.#inArray = inArray;
  }

  /** The index of the first byte at or after `start` that is not part of it, or the chunk's length. */
  scan(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length && !this.#isEnd(chunk[at])) {
      this.#isFirst = false;
      at += 1;
    }
    return at;
  }

  #isEnd(byte: number | undefined): boolean {
    if (byte === json.NEWLINE) return true;
    if (this.#escaped) {
      this.#escaped = false;
      return false;
    }
    if (byte === json.QUOTE) this.#inString = !this.#inString;
    if (this.#inString) {
      this.#escaped = byte === json.BACKSLASH;
      return false;
    }
    if (this.#isFirst || byte === json.QUOTE) return false;
    if (byte === json.OPEN_BRACE || byte === json.OPEN_BRACKET) return true;
    return this.#inArray && (byte === json.COMMA || byte === json.CLOSE_BRACKET);
  }
}

/** Why a scalar, or what stands in its place, is not a record. */
export function scalarFault(bytes: Buffer, isWhole: boolean): 'not an object' | 'not JSON' {
  if (!isWhole) return bytes[0] === json.QUOTE ? 'not an object' : 'not JSON';
  try {
    JSON.parse(bytes.toString());
    return 'not an object';
  } catch {
    return 'not JSON';
  }
}
