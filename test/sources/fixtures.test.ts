import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../../src/sources/index.ts';
import { caseOf } from '../support/case.ts';
import { eventRows } from '../support/events.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/sources');
const EXPECTED = 'expected.json';
/** Sources of a single kind of record, which other tests give. */
const TESTED_ELSEWHERE = new Set(['system', 'other']);

const folders = readdirSync(ROOT).sort();
const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name !== EXPECTED)
    .sort();

/** What a file gives: its events by record number, what was skipped and what was rejected. */
async function read(folder: string, name: string): Promise<unknown> {
  await using loaded = await caseOf({ [name]: readFileSync(join(ROOT, folder, name)) });
  const report = loaded.report.files[0];
  return {
    rejected: report?.rejected,
    skipped: report?.skippedByKind,
    events: Object.fromEntries(await eventRows(loaded)),
  };
}

it('has a folder of records for each vendor', () => {
  const vendors = new Set(SOURCES.map(({ name }) => name).filter((name) => !TESTED_ELSEWHERE.has(name)));
  expect(folders.filter((folder) => folder !== 'evtx_dump')).toEqual([...vendors].sort());
});

describe.each(folders)('%s', (folder) => {
  it('gives what is expected of each record', async () => {
    const found = await Promise.all(
      filesOf(folder).map(async (name) => [name, await read(folder, name)] as const),
    );
    await expect(`${JSON.stringify(Object.fromEntries(found), null, 1)}\n`).toMatchFileSnapshot(
      join(ROOT, folder, EXPECTED),
    );
  });
});
