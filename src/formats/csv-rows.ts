import type { Reject } from '../model/reject.ts';
import type { ByteSource } from './byte-source.ts';
import { excerptOf } from './excerpt.ts';
import type { TempFile } from './temp-file.ts';

const NEWLINE = 0x0a;

/** Copies CSV as it is; if the source ends damaged, the line it ends in is left out and rejected. */
export async function copyRows(source: ByteSource, target: TempFile): Promise<Reject[]> {
  let held: Buffer[] = [];
  for await (const chunk of source) {
    const lineStart = chunk.lastIndexOf(NEWLINE) + 1;
    if (lineStart > 0) {
      for (const piece of held) target.append(piece);
      held = [];
      target.append(chunk, 0, lineStart);
    }
    held.push(chunk.subarray(lineStart));
    await target.drain();
  }
  if (source.damage === undefined) {
    for (const piece of held) target.append(piece);
    return [];
  }
  return [{ record: 0, reason: source.damage.reason, excerpt: excerptOf(Buffer.concat(held)) }];
}
