import { createHash } from 'node:crypto';
import { fileBytes } from './byte-source.ts';

/** SHA-256 of a file as it lies, in hexadecimal; `onBytes` is told of each chunk. */
export async function sha256Of(path: string, onBytes: (count: number) => void = () => {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileBytes(path)) {
    hash.update(chunk);
    onBytes(chunk.length);
  }
  return hash.digest('hex');
}
