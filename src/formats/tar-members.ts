import { Readable } from 'node:stream';
import { extract, type Headers } from 'tar-stream';
import { type ByteSource, byteSource, type Damage } from './byte-source.ts';

const PADDING = Buffer.alloc(64 * 1024);
const CUT_OFF: Damage = { reason: 'cut off', detail: 'the archive ends within the member' };

/** As tar-stream has them; its types leave the offset out. */
type Header = Headers & { byteOffset?: number };
type Entry = Readable & { header: Header };

/** A member of a tar; its source has to be read, or is passed over. */
export interface TarMember {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly source: ByteSource;
}

/**
 * The members of a tar in order. One that the archive ends within has the bytes that are there and ends as damaged;
 * `onDamage` is told of an archive that ends or goes wrong between its members.
 */
export async function* tarMembers(
  source: ByteSource,
  onDamage: (damage: Damage) => void,
): AsyncGenerator<TarMember> {
  const archive = extract();
  let memberEnd = 0;
  let realBytes = 0;
  let isOver = false;
  // tar-stream discards what it holds of a member whose end is missing. So the end is made up, and cut off again here.
  const padded = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      realBytes += chunk.length;
      yield chunk;
    }
    isOver = true;
    while (realBytes < memberEnd) yield PADDING;
  };
  archive.on('entry', ({ byteOffset, size }: Header) => {
    memberEnd = (byteOffset ?? 0) + (size ?? 0);
  });
  const input = Readable.from(padded());
  input.on('error', (error) => archive.destroy(error));
  input.pipe(archive);
  const body = (entry: Entry): ByteSource =>
    byteSource(async function* (fail) {
      let position = entry.header.byteOffset ?? 0;
      for await (const chunk of entry) {
        const real = isOver ? Math.min(chunk.length, Math.max(0, realBytes - position)) : chunk.length;
        if (real > 0) yield chunk.subarray(0, real);
        if (real < chunk.length) return fail(source.damage ?? CUT_OFF);
        position += chunk.length;
      }
    });
  try {
    for await (const entry of archive as AsyncIterable<Entry>) {
      const { name, type, size } = entry.header;
      yield { name, type: type ?? 'file', bytes: size ?? 0, source: body(entry) };
      if (isOver && memberEnd > realBytes) return;
      entry.resume();
    }
    if (source.damage !== undefined) onDamage(source.damage);
  } catch (error) {
    onDamage(source.damage ?? damageOf(error as Error));
  } finally {
    archive.destroy();
    input.destroy();
  }
}

function damageOf(error: Error): Damage {
  const isCutOff = error.message === 'Unexpected end of data';
  return { reason: isCutOff ? 'cut off' : 'corrupt', detail: error.message };
}
