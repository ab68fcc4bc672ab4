import { BACKSLASH, COLON, NEWLINE, RETURN, SPACE, TAB } from './json-bytes.ts';

const KEY = Buffer.from('"hits"');

/**
 * Whether the bytes before `at` end with the key `"hits"` and its colon; undefined if `from`, before which there are
 * bytes elsewhere, comes too soon to tell.
 */
export function endsWithHitsKey(bytes: Buffer, from: number, at: number): boolean | undefined {
  let last = beforeSpace(bytes, from, at - 1);
  if (last < from) return undefined;
  if (bytes[last] !== COLON) return false;
  last = beforeSpace(bytes, from, last - 1);
  for (let letter = KEY.length - 1; letter >= 0; letter -= 1, last -= 1) {
    if (last < from) return undefined;
    if (bytes[last] !== KEY[letter]) return false;
  }
  return last < from ? undefined : bytes[last] !== BACKSLASH;
}

function beforeSpace(bytes: Buffer, from: number, last: number): number {
  let at = last;
  while (at >= from && isSpace(bytes[at])) at -= 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN || byte === TAB;
}
