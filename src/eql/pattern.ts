/** A test of one whole value. */
export type TextTest = (text: string) => boolean;

/** Whether a pattern holds `*` (any run) or `?` (one code point); without them it is the text itself. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** The LIKE pattern, with an escape character, `mark`, that matches what the wildcard pattern matches. */
export function likePattern(pattern: string, mark: '^' | '\\'): string {
  const special = ['%', '_', mark];
  return [...pattern]
    .map((character) => (special.includes(character) ? mark + character : character))
    .join('')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}

/**
 * A matcher for a wildcard pattern: anchored, no escapes, exact letter case (fold both sides for another).
 * Its pieces are placed one after another, each as far left as it goes, so that a hostile value costs
 * at most its length times that of the longest piece, however many `*` the pattern has.
 */
export function compileWildcard(pattern: string): TextTest {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return first.includes('?') ? compileWhole(first) : (text) => text === first;
  const plain = !pattern.includes('?');
  if (plain && pieces.length === 2) {
    if (last === '') return (text) => text.startsWith(first);
    if (first === '') return (text) => text.endsWith(last);
  }
  const head = compilePiece(first);
  const inner = pieces.slice(1, -1).filter((piece) => piece !== '');
  const finders = inner.map(compileFinder);
  const tail = compilePiece(last);
  const tailLength = [...last].length;
  return (text) => {
    let at = head(text, 0);
    for (const find of finders) {
      if (at < 0) return false;
      at = find(text, at);
    }
    if (at < 0) return false;
    const tailStart = stepBack(text, tailLength);
    return tailStart >= at && tail(text, tailStart) === text.length;
  };
}

/** Where the piece ends when it stands at `at`, or -1. */
type Piece = (text: string, at: number) => number;

function compilePiece(piece: string): Piece {
  if (!piece.includes('?')) return (text, at) => (text.startsWith(piece, at) ? at + piece.length : -1);
  const runs = piece.split('?');
  return (text, start) => {
    let at = start;
    for (let index = 0; index < runs.length; index += 1) {
      if (index > 0) {
        if (at >= text.length) return -1;
        at += isPair(text, at) ? 2 : 1;
      }
      const run = runs[index] as string;
      if (!text.startsWith(run, at)) return -1;
      at += run.length;
    }
    return at;
  };
}

function compileFinder(piece: string): Piece {
  if (!piece.includes('?'))
    return (text, at) => {
      const found = text.indexOf(piece, at);
      return found < 0 ? -1 : found + piece.length;
    };
  const place = compilePiece(piece);
  return (text, start) => {
    for (let at = start; at < text.length; at += isPair(text, at) ? 2 : 1) {
      const end = place(text, at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

function compileWhole(pattern: string): TextTest {
  const place = compilePiece(pattern);
  return (text) => place(text, 0) === text.length;
}

/** The offset that many code points before the end, or -1. */
function stepBack(text: string, codePoints: number): number {
  let at = text.length;
  for (let left = codePoints; left > 0; left -= 1) at -= at >= 2 && isPair(text, at - 2) ? 2 : 1;
  return at;
}

function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
