const EXCERPT_CHARACTERS = 200;

/** As many bytes as an excerpt can need: four for each of its characters. */
export const EXCERPT_BYTES = 4 * EXCERPT_CHARACTERS;

/** The first characters (200 at most) of UTF-8 bytes on one line; bytes that are not UTF-8 show as U+FFFD. */
export function excerptOf(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes.subarray(0, EXCERPT_BYTES))
    .slice(0, EXCERPT_CHARACTERS)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\r\n]+/g, ' ')
    .trim();
}
