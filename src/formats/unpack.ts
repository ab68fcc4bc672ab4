import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { ByteSource, Damage } from './byte-source.ts';
import type { Session } from './format.ts';
import { bombReason } from './limits.ts';
import { TempFile } from './temp-file.ts';

/** What was unpacked to a temporary file; `damage` says that its end is missing or wrong. */
export interface Unpacked {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly damage: Damage | undefined;
  /** Deletes the file. */
  remove(): Promise<void>;
}

/** Writes a source to a temporary file, as far as the limits allow. */
export async function unpack(source: ByteSource, session: Session): Promise<Unpacked> {
  const hash = createHash('sha256');
  const target = await TempFile.create(session.tempDir, 'part');
  const remove = async (): Promise<void> => {
    await target.abandon();
    await rm(target.path, { force: true });
  };
  let bytes = 0;
  let bomb: Damage | undefined;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      hash.update(chunk);
      target.append(chunk);
      await target.drain();
      if (session.isOverdrawn(chunk.length)) {
        bomb = { reason: 'bomb', detail: bombReason(session.limits) };
        break;
      }
    }
    await target.close();
  } catch (error) {
    await remove();
    throw error;
  }
  return { file: target.path, bytes, sha256: hash.digest('hex'), damage: bomb ?? source.damage, remove };
}
