import type { ChainLink, Lookup } from './report.ts';

/** Addresses at which a hash can be looked up; they are printed, and nothing is fetched. */
const PAGES: readonly ((hash: string) => string | null)[] = [
  (hash) => `https://www.virustotal.com/gui/file/${hash}`,
  (hash) => (hash.length === 64 ? `https://bazaar.abuse.ch/sample/${hash}/` : null),
  (hash) => `https://www.hybrid-analysis.com/search?query=${hash}`,
];

/** A hash is hexadecimal; what else a record writes in its place becomes no address. */
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** The best hash of each image of a chain, each once. */
export function lookupsOf(chain: readonly ChainLink[]): Lookup[] {
  const found = new Map<string, Lookup>();
  for (const { executable, name, hash } of chain) {
    const best = [hash.sha256, hash.sha1, hash.md5]
      .find((each) => each !== null && HASH.test(each))
      ?.toLowerCase();
    if (best === undefined || found.has(best)) continue;
    const links = PAGES.map((page) => page(best)).filter((link) => link !== null);
    found.set(best, { image: executable ?? name, hash: best, links });
  }
  return [...found.values()];
}
