import { PatternFault } from './pattern-fault.ts';

/** An IP address as a number of 32 or 128 bits. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** The addresses whose first `length` bits are those of `address`. */
export interface AddressBlock {
  readonly address: Address;
  readonly length: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const MAPPED = 0xffffn;

/** The address that a text is, or undefined; an IPv4 address within IPv6 (`::ffff:1.2.3.4`) is IPv4, a zone is dropped. */
function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const value = parseFour(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseSix(text.replace(/%[^%:]+$/, ''));
  if (value === undefined) return undefined;
  return value >> 32n === MAPPED ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** Reads `address/length` or a bare address, whose bits all count. Throws PatternFault. */
export function parseBlock(text: string): AddressBlock {
  const [, base = '', digits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (address === undefined)
    throw new PatternFault(`"${text}" is no IP address or block such as "10.0.0.0/8"`);
  const written = base.includes(':') ? 128 : 32;
  const length = digits === undefined ? written : Number(digits);
  if (length > written) throw new PatternFault(`"${text}": a block of this kind has at most ${written} bits`);
  if (written === address.bits) return { address, length };
  if (length >= 96) return { address, length: length - 96 };
  return { address: { bits: 128, value: (MAPPED << 32n) | address.value }, length };
}

/** A test whether a text is an address in any of the blocks. */
export function compileBlocks(blocks: readonly AddressBlock[]): (text: string) => boolean {
  const wanted = blocks.map(({ address, length }) => {
    const shift = BigInt(address.bits - length);
    return { bits: address.bits, shift, prefix: address.value >> shift };
  });
  return (text) => {
    const address = parseAddress(text);
    if (address === undefined) return false;
    return wanted.some(
      ({ bits, shift, prefix }) => bits === address.bits && address.value >> shift === prefix,
    );
  };
}

function parseFour(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256))
    return undefined;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function parseSix(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === '' ? [] : parseGroups(half)));
  if (left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...new Array<bigint>(missing).fill(0n), ...(right ?? [])];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** Groups of 16 bits; the last may be an IPv4 address, which makes two. */
function parseGroups(text: string): readonly bigint[] | undefined {
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const four = last.includes('.') ? parseFour(last) : undefined;
  const plain = four === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((part) => GROUP.test(part))) return undefined;
  const groups = plain.map((part) => BigInt(`0x${part}`));
  return four === undefined ? groups : [...groups, four >> 16n, four & 0xffffn];
}
