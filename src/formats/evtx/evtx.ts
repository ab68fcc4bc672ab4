import { converted } from '../converted.ts';
import type { Format } from '../format.ts';
import { SIGNATURE } from './chunk.ts';
import { EvtxReader } from './evtx-reader.ts';
import { JSON_FORMS } from './json-record.ts';
import { readEvtx } from './read-evtx.ts';

/** Windows event logs: each record becomes a line of JSON. */
export const evtx: Format = {
  name: 'evtx',
  recognises: ({ raw }) => raw.subarray(0, SIGNATURE.file.length).equals(SIGNATURE.file),
  async *read(file, session) {
    yield* converted(file, session, { format: 'ndjson', container: 'evtx' }, async (source, target) => {
      const reader = new EvtxReader(session.form ?? JSON_FORMS.strict, session.wanted);
      for await (const lines of readEvtx(source, reader)) {
        target.append(lines);
        await target.drain();
      }
      const { rejects, skipped, written } = reader.account;
      return { rejects, skipped: Object.fromEntries(skipped), recordNumbers: written.numbers() };
    });
  },
};
