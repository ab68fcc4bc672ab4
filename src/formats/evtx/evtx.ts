import { createHash } from 'node:crypto';
import type { ByteSource } from '../byte-source.ts';
import { type Converted, converted } from '../converted.ts';
import type { Format } from '../format.ts';
import type { TempFile } from '../temp-file.ts';
import { SIGNATURE } from './chunk.ts';
import { EvtxCarver } from './evtx-carver.ts';
import { EvtxReader } from './evtx-reader.ts';
import { JSON_FORMS } from './json-record.ts';
import { type LogReader, readEvtx } from './read-evtx.ts';

/**
 * Windows event logs: each record becomes a line of JSON. Carved records are a file of their own, `Security.evtx!carved`,
 * so that they are never taken for the log's.
 */
export const evtx: Format = {
  name: 'evtx',
  recognises: ({ raw }) => raw.subarray(0, SIGNATURE.file.length).equals(SIGNATURE.file),
  async *read(file, session) {
    const form = session.form ?? JSON_FORMS.strict;
    let { sha256 = '' } = file;
    const live = { format: 'ndjson', container: 'evtx' } as const;
    for await (const log of converted(file, session, live, through(new EvtxReader(form, session)))) {
      if (log.kind === 'records') sha256 = log.sha256;
      yield log;
    }
    if (session.carve !== true) return;
    const carver = new EvtxCarver(form);
    const lost = {
      ...file,
      path: `${file.path}!carved`,
      sha256: createHash('sha256').update(`carved ${sha256}`).digest('hex'),
      onBytes: () => {},
    };
    const carved = { format: 'ndjson', container: 'evtx carved' } as const;
    for await (const log of converted(lost, session, carved, through(carver)))
      if (carver.account.written.count > 0 || carver.account.rejects.length > 0) yield log;
  },
};

const through =
  (reader: LogReader) =>
  async (source: ByteSource, target: TempFile): Promise<Converted> => {
    for await (const lines of readEvtx(source, reader)) {
      target.append(lines);
      await target.drain();
    }
    const { rejects, skipped, written } = reader.account;
    return { rejects, skipped, recordNumbers: written.numbers() };
  };
