import type { Pieces } from '../../src/export/piece.ts';

/** All pieces of an export as bytes. */
export async function bytesOf(pieces: Pieces): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

/** All pieces of an export as text. */
export const textOf = async (pieces: Pieces): Promise<string> => (await bytesOf(pieces)).toString('utf8');
