import type { AddressBlock } from './address.ts';

const ANY_OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** A regular expression of RE2 for the dotted addresses of IPv4 blocks, or undefined if there is none among them. */
export function addressRegex(blocks: readonly AddressBlock[]): string | undefined {
  const four = blocks.filter(({ address }) => address.bits === 32);
  return four.length === 0 ? undefined : four.map(blockRegex).join('|');
}

function blockRegex({ address, length }: AddressBlock): string {
  return [24, 16, 8, 0]
    .map((shift, index) => {
      const octet = Number((address.value >> BigInt(shift)) & 0xffn);
      const free = Math.min(Math.max((index + 1) * 8 - length, 0), 8);
      if (free === 8) return ANY_OCTET;
      const first = octet - (octet % 2 ** free);
      return `(?:${Array.from({ length: 2 ** free }, (_, offset) => first + offset).join('|')})`;
    })
    .join('[.]');
}
