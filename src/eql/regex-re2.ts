import type { CodePointRange } from './code-points.ts';
import { type RegexNode, type RegexTable, visitRegex } from './regex-node.ts';

const NOTHING = '[^\\x{0}-\\x{10ffff}]';

const PRINT: RegexTable<string> = {
  set: ({ ranges }) => (ranges.length === 0 ? NOTHING : `[${ranges.map(printRange).join('')}]`),
  sequence: ({ items }) => items.map((item) => visitRegex(PRINT, item)).join(''),
  choice: ({ items }) => `(?:${items.map((item) => visitRegex(PRINT, item)).join('|')})`,
  repeat: ({ item, min, max }) => `(?:${visitRegex(PRINT, item)}){${min},${Number.isFinite(max) ? max : ''}}`,
};

/** The expression in RE2's syntax, in printable ASCII without quotes; for a match of the whole value without any flag. */
export function toRe2(node: RegexNode): string {
  return visitRegex(PRINT, node);
}

function printRange([first, last]: CodePointRange): string {
  return `\\x{${first.toString(16)}}-\\x{${last.toString(16)}}`;
}
