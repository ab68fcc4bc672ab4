import { byteSource } from '../../../src/formats/byte-source.ts';
import { EvtxCarver } from '../../../src/formats/evtx/evtx-carver.ts';
import { EvtxReader } from '../../../src/formats/evtx/evtx-reader.ts';
import { JSON_FORMS } from '../../../src/formats/evtx/json-record.ts';
import { readEvtx } from '../../../src/formats/evtx/read-evtx.ts';
import type { RecordForm } from '../../../src/formats/evtx/record-writer.ts';
import type { Wanted } from '../../../src/formats/evtx/wanted.ts';
import type { Reject } from '../../../src/model/reject.ts';

/** What a log was read as. */
export interface ReadLog {
  readonly lines: readonly string[];
  readonly rejects: readonly Reject[];
  readonly skipped: Readonly<Record<string, number>>;
  /** Number of each record of `lines`. */
  readonly numbers: readonly number[];
}

/** Reads a log in memory, in pieces of an odd size. */
export async function readLog(
  log: Buffer,
  options: { form?: RecordForm; wanted?: Wanted; carve?: boolean; strict?: boolean } = {},
): Promise<ReadLog> {
  const { form = JSON_FORMS.strict, carve = false } = options;
  const reader = carve ? new EvtxCarver(form) : new EvtxReader(form, options);
  const source = byteSource(async function* () {
    for (let at = 0; at < log.length; at += 70_001) yield log.subarray(at, at + 70_001);
  });
  const pieces: Buffer[] = [];
  for await (const piece of readEvtx(source, reader)) pieces.push(Buffer.from(piece));
  const { rejects, skipped, written } = reader.account;
  const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1);
  const numbers = [...(written.numbers() ?? lines.map((_, index) => index + 1))];
  return { lines, rejects, skipped, numbers };
}

/** The records of a log as objects. */
export const readRecords = async (log: Buffer): Promise<Record<string, unknown>[]> =>
  (await readLog(log)).lines.map((line) => JSON.parse(line) as Record<string, unknown>);
