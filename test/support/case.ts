import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type IngestReport, ingest } from '../../src/analyze.ts';
import { openCase } from '../../src/store/case.ts';
import { type Database, query } from '../../src/store/database.ts';

/** A linked case in memory, with what loading it reported. */
export interface TestCase extends AsyncDisposable {
  readonly database: Database;
  readonly report: IngestReport;
  /** Rows of a query over the case. */
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
}

/** Runs work in a fresh folder, which is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ingests paths into a new case in memory, each group after the one before it. */
export async function caseFrom(
  groups: readonly (readonly string[])[],
  options: { threads?: number } = {},
): Promise<TestCase> {
  const database = await openCase(':memory:', options);
  let report: IngestReport | undefined;
  for (const paths of groups) report = await ingest(database, paths);
  return {
    database,
    report: report as IngestReport,
    rows: (sql) => query(database, sql),
    [Symbol.asyncDispose]: async () => database.close(),
  };
}

/** Writes a file below a folder and returns its path. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Writes files by name and ingests them all at once into a new case in memory. */
export function caseOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { threads?: number } = {},
): Promise<TestCase> {
  return inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) put(folder, name, content);
    return caseFrom([[folder]], options);
  });
}

/** Records as NDJSON. */
export const ndjson = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
