import { bestHash, hashPages } from '../model/hash-pages.ts';
import type { ChainLink, Lookup } from './report.ts';

/** The best hash of each image of a chain, each once. */
export function lookupsOf(chain: readonly ChainLink[]): Lookup[] {
  const found = new Map<string, Lookup>();
  for (const { executable, name, hash } of chain) {
    const best = bestHash(hash);
    if (best === undefined || found.has(best)) continue;
    found.set(best, { image: executable ?? name, hash: best, links: hashPages(best) });
  }
  return [...found.values()];
}
