import { type ByteSource, byteSource } from './byte-source.ts';

/** How text is encoded, as its byte order mark says; without one it is UTF-8. */
export type Encoding = 'utf-8' | 'utf-8 with mark' | 'utf-16le' | 'utf-16be';

const MARKS: readonly { encoding: Encoding; bytes: Buffer }[] = [
  { encoding: 'utf-8 with mark', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
];

/** The encoding that the first bytes announce. */
export function encodingOf(head: Buffer): Encoding {
  const mark = MARKS.find(({ bytes }) => head.subarray(0, bytes.length).equals(bytes));
  return mark?.encoding ?? 'utf-8';
}

/** The first bytes as UTF-8 without a mark. */
export function headAsUtf8(head: Buffer): Buffer {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8') return head;
  if (encoding === 'utf-8 with mark') return head.subarray(3);
  return Buffer.from(new TextDecoder(encoding).decode(head, { stream: true }));
}

/** A source as UTF-8 without a mark; half a surrogate pair becomes U+FFFD. */
export function asUtf8(source: ByteSource, encoding: Encoding): ByteSource {
  if (encoding === 'utf-8') return source;
  return byteSource(async function* (fail) {
    if (encoding === 'utf-8 with mark') yield* withoutMark(source, 3);
    else yield* transcoded(source, encoding);
    if (source.damage !== undefined) fail(source.damage);
  });
}

async function* withoutMark(source: ByteSource, markBytes: number): AsyncGenerator<Buffer> {
  let left = markBytes;
  for await (const chunk of source) {
    const skipped = Math.min(left, chunk.length);
    left -= skipped;
    if (chunk.length > skipped) yield chunk.subarray(skipped);
  }
}

async function* transcoded(source: ByteSource, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}
