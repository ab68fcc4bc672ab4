import type { ByteSource } from './byte-source.ts';
import type { LocalFile, Session } from './format.ts';
import { bombReason } from './limits.ts';
import type { Prepared } from './prepared.ts';
import { unpack } from './unpack.ts';

/** Something inside an archive, before it is unpacked. */
export interface Member {
  readonly path: string;
  readonly wrapping: string;
  /** Its size in the archive. */
  readonly bytes: number;
  readonly source: ByteSource;
  /** The hash that it goes by, if not that of its own bytes. */
  readonly sha256?: string | undefined;
}

/** Unpacks what is inside `outer`, prepares it, and deletes it when the consumer asks for the next. */
export async function* nested(member: Member, outer: LocalFile, session: Session): AsyncGenerator<Prepared> {
  const { path, wrapping, bytes } = member;
  const unpacked = await unpack(member.source, session);
  try {
    const { file, damage, sha256 } = unpacked;
    if (damage?.reason === 'bomb') {
      yield { kind: 'skipped', path, reason: bombReason(session.limits), bytes };
      return;
    }
    const depth = outer.depth + 1;
    yield* session.inner({
      path,
      file,
      compression: 'none',
      wrapping,
      bytes,
      depth,
      sha256: member.sha256 ?? sha256,
      damage,
      onBytes: () => {},
    });
  } finally {
    await unpacked.remove();
  }
}
