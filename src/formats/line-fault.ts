import { isUtf8 } from 'node:buffer';

const BLANKS = new Set([0x20, 0x09, 0x0d]);
const BRACE = 0x7b;

/** Why a line is not a record; `blank` is no fault, there is just nothing. */
export type LineFault = 'blank' | 'not JSON' | 'not an object' | 'invalid UTF-8';

/**
 * Whether `bytes[start, end)` is one JSON object. `knownUtf8` saves the check of the encoding; `thorough` parses the
 * line, else its first byte decides.
 */
export function lineFault(
  bytes: Buffer,
  start: number,
  end: number,
  knownUtf8: boolean,
  thorough: boolean,
): LineFault | undefined {
  let first = start;
  while (first < end && BLANKS.has(bytes[first] ?? 0)) first += 1;
  if (first === end) return 'blank';
  const opensObject = bytes[first] === BRACE;
  if (opensObject && !thorough) return undefined;
  if (!knownUtf8 && !isUtf8(bytes.subarray(start, end))) return 'invalid UTF-8';
  if (!parses(bytes.toString('latin1', first, end))) return 'not JSON';
  return opensObject ? undefined : 'not an object';
}

/** Syntax is all ASCII, so a byte for a character is enough, and faster than decoding. */
function parses(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return !/\\u[dD][89a-fA-F]/.test(line) || isWellFormed(value);
  } catch {
    return false;
  }
}

/** DuckDB refuses half a surrogate pair, which JSON.parse takes; JSON.stringify writes nothing but halves as `\udXXX`. */
function isWellFormed(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(value));
}
