import type { Reject } from '../model/reject.ts';
import type { ByteSource } from './byte-source.ts';
import type { Converted } from './converted.ts';
import { JsonSplitter } from './json.ts';
import { Runs } from './runs.ts';
import type { TempFile } from './temp-file.ts';

const NEWLINE_BYTES = Buffer.from('\n');

/** Writes each record of JSON text (see {@link JsonSplitter}) as a line of `target`. */
export async function splitJson(
  source: ByteSource,
  target: TempFile,
  recordBytes: number,
): Promise<Converted> {
  const rejects: Reject[] = [];
  const kept = new Runs();
  const splitter = new JsonSplitter(
    {
      record: (pieces) => {
        for (const piece of pieces) target.append(piece);
        target.append(NEWLINE_BYTES);
        kept.add(splitter.count);
      },
      reject: (reject) => rejects.push(reject),
    },
    { recordBytes },
  );
  for await (const chunk of source) {
    splitter.push(chunk);
    await target.drain();
  }
  splitter.end(source.damage?.reason);
  return { rejects, recordNumbers: kept.numbers() };
}
