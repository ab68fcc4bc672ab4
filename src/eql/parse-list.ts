import type { Cursor } from './cursor.ts';

/** Items between commas, one at least, with no comma after the last. */
export function parseList<Item>(cursor: Cursor, parseItem: () => Item): readonly Item[] {
  const items = [parseItem()];
  while (cursor.skip(',')) {
    if (cursor.at(')')) cursor.fail('a comma cannot stand before `)`', { start: cursor.lastEnd - 1 });
    items.push(parseItem());
  }
  return Object.freeze(items);
}
