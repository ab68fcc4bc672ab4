import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandInputs, type Prepared, prepareFile } from '../../src/formats/prepare.ts';
import { temporaryFolder } from './support.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/data/samples');
const isThere = existsSync(SAMPLES);
const folder = temporaryFolder();

async function prepared(path: string): Promise<Prepared[]> {
  const all: Prepared[] = [];
  for await (const file of prepareFile(path, { tempDir: folder })) all.push(file);
  return all;
}

describe.skipIf(!isThere)(`real exports (skipped where ${SAMPLES} is absent)`, () => {
  it('are all answered without an error', async () => {
    const reasons = new Set<string>();
    for (const path of await expandInputs([SAMPLES])) {
      const all = await prepared(path);
      expect(all.length, path).toBeGreaterThan(0);
      for (const file of all) {
        if (file.kind === 'skipped') reasons.add(file.reason.replace(/:.*/, ''));
        else if (!file.path.includes('bad_chunk')) expect(file.rejects, file.path).toEqual([]);
      }
    }
    expect([...reasons].sort()).toEqual(['empty file', 'macOS metadata', 'not a log format that is read']);
  });

  it('yield exactly the members that OTRF archives hold', async () => {
    const text = readFileSync(join(SAMPLES, 'expected.json'), 'utf8');
    const { files } = JSON.parse(text) as { files: Record<string, { members?: string[] }> };
    const archives = Object.entries(files).filter(([path]) => path.startsWith('OTRF/'));
    expect(archives.length).toBeGreaterThan(50);
    for (const [name, { members }] of archives) {
      if (members === undefined) continue;
      const path = join(SAMPLES, name.replace('OTRF/', 'OTRF+'));
      const records = (await prepared(path)).filter(({ kind }) => kind === 'records');
      expect(records.map((file) => file.path.slice(path.length + 1)).sort(), name).toEqual(
        [...members].sort(),
      );
    }
  });
});
