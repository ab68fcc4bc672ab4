import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { stemma } from './stemma.ts';

/** A case that the program makes of inputs before the tests of a file, in a folder that is removed after them. */
export function keptCase(inputs: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  const path = join(folder, 'case.duckdb');
  beforeAll(() => {
    expect(stemma(['ingest', inputs, '--case', path, '-q']).status).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, path };
}
