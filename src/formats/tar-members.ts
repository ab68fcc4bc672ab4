import { ByteReader } from './byte-reader.ts';
import { type ByteSource, byteSource, type Damage } from './byte-source.ts';
import { TAR_BLOCK, tarHeader, tarText } from './tar-header.ts';

const MOST_ATTRIBUTE_BYTES = 1024 * 1024;
const CUT_OFF: Damage = { reason: 'cut off', detail: 'the archive has no end' };
const WRONG_HEADER: Damage = { reason: 'corrupt', detail: 'wrong header' };

/** A member of a tar. Its source is read before the next is asked for, or passed over. */
export interface TarMember {
  readonly name: string;
  /** `file`, `directory`, `symbolic link`, … */
  readonly type: string;
  readonly bytes: number;
  readonly source: ByteSource;
}

/** What pax attributes and long names tell of the member after them, in place of its header. */
interface Override {
  readonly name?: string;
  readonly size?: number;
}

const OVERRIDES: Readonly<Record<string, (content: Buffer) => Override>> = {
  attributes: paxAttributes,
  'long name': (content) => ({ name: tarText(content) }),
  'long link': () => ({}),
  'global attributes': () => ({}),
};

/**
 * The members of a tar in order, up to its end mark. Of one that the archive ends within, the bytes that are there are
 * read and its source ends as damaged; `onDamage` is told of an archive that ends or goes wrong elsewhere.
 * (`tar-stream` throws such an end away together with what it had buffered.)
 */
export async function* tarMembers(
  source: ByteSource,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<TarMember> {
  const reader = new ByteReader(source);
  let override: Override = {};
  try {
    for (;;) {
      const block = await reader.take(TAR_BLOCK);
      if (block.length === 0 && source.damage === undefined) return;
      if (block.length < TAR_BLOCK) return onDamage(source.damage ?? CUT_OFF);
      if (block.every((byte) => byte === 0)) return;
      const header = tarHeader(block);
      if (header === undefined) return onDamage(WRONG_HEADER);
      const read = OVERRIDES[header.type];
      if (read !== undefined) {
        if (header.size > MOST_ATTRIBUTE_BYTES) return onDamage(WRONG_HEADER);
        const content = await reader.take(header.size);
        if (!(await reader.skip(padding(header.size)))) return onDamage(source.damage ?? CUT_OFF);
        override = { ...override, ...read(content) };
        continue;
      }
      const { name, size, type } = { ...header, ...override };
      override = {};
      if (!Number.isSafeInteger(size) || size < 0) return onDamage(WRONG_HEADER);
      const body = new MemberBody(reader, source, size);
      yield { name, type, bytes: size, source: body.source };
      if (await reader.skip(body.left + padding(size))) continue;
      if (body.source.damage === undefined) onDamage(source.damage ?? CUT_OFF);
      return;
    }
  } finally {
    await reader.close();
  }
}

class MemberBody {
  /** Bytes that have not been read yet. */
  left: number;
  readonly source: ByteSource;

  constructor(reader: ByteReader, archive: ByteSource, size: number) {
    this.left = size;
    const read = async function* (this: MemberBody, fail: (damage: Damage) => void): AsyncGenerator<Buffer> {
      while (this.left > 0) {
        const chunk = await reader.next(this.left);
        if (chunk === undefined) return fail(archive.damage ?? CUT_OFF);
        this.left -= chunk.length;
        yield chunk;
      }
    };
    this.source = byteSource((fail) => read.call(this, fail));
  }
}

function padding(size: number): number {
  return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
}

/** The attributes that matter of `length key=value\n` records. */
function paxAttributes(content: Buffer): Override {
  const attributes = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const length = Number.parseInt(content.toString('latin1', at, Math.max(at, space)), 10);
    if (space < 0 || !(length > 0)) break;
    const [, key = '', value = ''] =
      /^([^=]*)=(.*)\n$/s.exec(content.toString('utf8', space + 1, at + length)) ?? [];
    attributes.set(key, value);
    at += length;
  }
  const name = attributes.get('path');
  const size = attributes.get('size');
  return { ...(name !== undefined && { name }), ...(size !== undefined && { size: Number(size) }) };
}
