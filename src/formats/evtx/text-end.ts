/** Where UTF-16 text in `[start, end)` ends without the NULs at its end. */
export function textEnd(source: Uint8Array, start: number, end: number): number {
  let last = end;
  while (last - 2 >= start && source[last - 1] === 0 && source[last - 2] === 0) last -= 2;
  return last;
}
