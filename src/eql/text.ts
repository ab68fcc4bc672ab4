const UPPER = /[A-Z]/;
const ASCII = /^[\0-\x7f]*$/;

/** The text with A-Z in lower case and every other character as it is. */
export function foldAscii(text: string): string {
  if (!UPPER.test(text)) return text;
  if (ASCII.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase());
}

/** Negative, zero or positive as `left` stands before, with or after `right` in the order of code points (and of UTF-8). */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Surrogates, which stand for the highest code points, go after all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
