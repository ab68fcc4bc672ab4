/** Addresses at which a hash can be looked up; they are shown, and nothing is fetched. */
const PAGES: readonly ((hash: string) => string | null)[] = [
  (hash) => `https://www.virustotal.com/gui/file/${hash}`,
  (hash) => (hash.length === 64 ? `https://bazaar.abuse.ch/sample/${hash}/` : null),
  (hash) => `https://www.hybrid-analysis.com/search?query=${hash}`,
];

/** A hash is hexadecimal; what else a record writes in its place becomes no address. */
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** The best of an image's hashes, in lower case; undefined where none is one. */
export const bestHash = (hash: {
  readonly sha256: string | null;
  readonly sha1: string | null;
  readonly md5: string | null;
}): string | undefined =>
  [hash.sha256, hash.sha1, hash.md5].find((each) => each !== null && HASH.test(each))?.toLowerCase();

/** Pages that may know a hash that `bestHash` gave. */
export const hashPages = (hash: string): string[] =>
  PAGES.map((page) => page(hash)).filter((link) => link !== null);
