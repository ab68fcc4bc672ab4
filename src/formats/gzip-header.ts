const FIXED_BYTES = 10;
const FLAGS_OFFSET = 3;
const HEADER_CHECKSUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

/** Length of the gzip header (RFC 1952) that the bytes begin with; undefined if there are too few; 0 if it is none. */
export function gzipHeaderLength(bytes: Buffer): number | undefined {
  const magic = [0x1f, 0x8b, 0x08];
  if (magic.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return 0;
  if (bytes.length < FIXED_BYTES) return undefined;
  const flags = bytes[FLAGS_OFFSET] ?? 0;
  let at = FIXED_BYTES;
  if (flags & EXTRA) {
    if (bytes.length < at + 2) return undefined;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (flags & HEADER_CHECKSUM) at += 2;
  return at <= bytes.length ? at : undefined;
}
