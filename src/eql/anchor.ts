import type { FieldPath } from '../model/field.ts';
import type { Condition } from './condition.ts';
import { foldAscii } from './text.ts';

/** A field of text, whose values joined by spaces must match one of some regular expressions of RE2, in ASCII lower case. */
export interface Anchor {
  readonly field: FieldPath;
  readonly isList: boolean;
  readonly patterns: readonly string[];
}

/** A shorter part of a pattern stands in too many texts to tell any apart. */
const SHORTEST_PART = 3;

/** What must be so of one field if a condition is true; undefined where no field says as much. */
export function anchorOf(condition: Condition): Anchor | undefined {
  if (condition.kind === 'leaf') return anchorOfLeaf(condition);
  if (condition.kind === 'and') return longest(condition.items.flatMap((item) => anchorOf(item) ?? []));
  if (condition.kind !== 'or') return undefined;
  const anchors = condition.items.map(anchorOf);
  const [first] = anchors;
  if (first === undefined || anchors.some((anchor) => anchor?.field !== first.field)) return undefined;
  return { ...first, patterns: [...new Set(anchors.flatMap((anchor) => anchor?.patterns ?? []))] };
}

function anchorOfLeaf({ field, test }: Extract<Condition, { kind: 'leaf' }>): Anchor | undefined {
  if (!field.type?.startsWith('keyword')) return undefined;
  const isList = field.type.endsWith('[]');
  const texts =
    test.kind === 'wildcard' ? test.patterns : test.kind === 'anyOf' ? test.values.map(String) : [];
  const patterns = texts.map((text) =>
    test.kind === 'wildcard' && /[*?]/.test(text) ? partOf(text) : wholeOf(text, isList),
  );
  return patterns.length === 0 || patterns.includes(undefined)
    ? undefined
    : { field: field.name as FieldPath, isList, patterns: [...new Set(patterns as string[])] };
}

/** The longest part of a wildcard pattern. A quote may be lost where arguments are split, so no part may hold one. */
function partOf(pattern: string): string | undefined {
  const part = pattern.split(/[*?]/).reduce((a, b) => (b.length > a.length ? b : a), '');
  return part.length < SHORTEST_PART || part.includes('"') ? undefined : literally(part);
}

const wholeOf = (text: string, isList: boolean): string | undefined =>
  text.trim() === '' || text.includes('"')
    ? undefined
    : isList
      ? `(?:^|\\s)${literally(text)}(?:\\s|$)`
      : `^${literally(text)}$`;

const literally = (text: string): string => foldAscii(text).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Of several anchors the one whose shortest pattern is the longest. */
function longest(anchors: readonly Anchor[]): Anchor | undefined {
  const length = ({ patterns }: Anchor): number => Math.min(...patterns.map((pattern) => pattern.length));
  return anchors.reduce<Anchor | undefined>(
    (best, anchor) => (best === undefined || length(anchor) > length(best) ? anchor : best),
    undefined,
  );
}
