import stringWidth from 'string-width';

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text takes on a terminal: full-width characters take two, combining ones none. */
export const columnsOf = (text: string): number => stringWidth(text);

/** A text without escapes cut to so many columns of a terminal, with an ellipsis where something is missing. */
export function cutColumns(text: string, columns: number): string {
  // A character takes two columns at most, and most of them one.
  if (text.length * 2 <= columns || columnsOf(text.slice(0, 4 * columns + 4)) <= columns) {
    if (text.length <= 4 * columns + 4) return text;
  }
  let used = 0;
  let cut = '';
  for (const { segment } of segments.segment(text.slice(0, 4 * columns + 4))) {
    used += columnsOf(segment);
    if (used > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
