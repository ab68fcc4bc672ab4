/** Bytes of a header, and what everything in a tar is padded to. */
export const TAR_BLOCK = 512;

const CHECKSUM = { start: 148, end: 156 };
const LARGE_NUMBER = 0x80;
const TYPES: Readonly<Record<string, string>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'character device',
  '4': 'block device',
  '5': 'directory',
  '6': 'pipe',
  '7': 'file',
  x: 'attributes',
  g: 'global attributes',
  L: 'long name',
  K: 'long link',
};
const HAVE_CONTENT = new Set(['file', 'attributes', 'global attributes', 'long name', 'long link']);

/** What a header (ustar, GNU or pax) says of what follows it. */
export interface TarHeader {
  readonly name: string;
  /** One of the words above, or `type x` for others. */
  readonly type: string;
  /** Bytes that follow, without padding. */
  readonly size: number;
}

/** Reads a header block; undefined if its checksum is wrong. */
export function tarHeader(block: Buffer): TarHeader | undefined {
  if (tarNumber(block, CHECKSUM.start, CHECKSUM.end) !== checksumOf(block)) return undefined;
  const flag = block.toString('latin1', 156, 157);
  const type = TYPES[flag] ?? `type ${flag}`;
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? tarText(block, 345, 500) : '';
  const name = tarText(block, 0, 100);
  const size = tarNumber(block, 124, 136);
  const hasContent = HAVE_CONTENT.has(type) || TYPES[flag] === undefined;
  return { name: prefix === '' ? name : `${prefix}/${name}`, type, size: hasContent ? size : 0 };
}

/** Text that a NUL or the end of its field ends. */
export function tarText(bytes: Buffer, start = 0, end = bytes.length): string {
  const nul = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, nul < 0 || nul > end ? end : nul);
}

/** The sum of all bytes, those of the checksum itself taken for spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (const [at, byte] of block.entries()) sum += at >= CHECKSUM.start && at < CHECKSUM.end ? 0x20 : byte;
  return sum;
}

/** Octal digits, or since GNU tar binary where they do not suffice. */
function tarNumber(block: Buffer, start: number, end: number): number {
  const first = block[start] ?? 0;
  if (first & LARGE_NUMBER) return block.readUIntBE(end - 6, 6);
  return Number.parseInt(
    block
      .toString('latin1', start, end)
      .replace(/[\0 ]+$/, '')
      .trim() || '0',
    8,
  );
}
