import { InputError, NoRoomError } from '../model/errors.ts';
import type { RecordFile } from '../model/record-file.ts';
import type { Reject } from '../model/reject.ts';
import { columnsByName } from './csv-header.ts';
import { portalTimes } from './csv-times.ts';
import { type Database, execute, query } from './database.ts';
import { fileLiteral } from './quote.ts';
import { type JsonInput, jsonReader, type RecordReader, tableReader } from './raw-record.ts';

/** Largest JSON record, in bytes, that is read after salvage; the fast read stops at DuckDB's own 16 MiB. */
const LARGEST_RECORD = 64 * 1024 * 1024 + 16;

/** A file that is open for reading records, any number of times. */
export interface OpenedFile {
  /** With `fast`, a record that is not as it should be may come as NULL everywhere. */
  reader(fast?: boolean): RecordReader;
  /** Whether records are Elasticsearch hits that wrap a document. */
  unwrapHits: boolean;
  /** Records that the database itself refused. */
  readonly rejects: readonly Reject[];
  /** Number of each record that is left, where some were refused. */
  readonly recordNumbers?: Float64Array | undefined;
  close(): Promise<void>;
}

/** Opens a file of records inside the current transaction. */
export function openRecords(database: Database, file: RecordFile, salvaged: boolean): Promise<OpenedFile> {
  return OPENERS[file.format](database, file, salvaged);
}

const OPENERS: Record<
  RecordFile['format'],
  (database: Database, file: RecordFile, salvaged: boolean) => Promise<OpenedFile>
> = {
  ndjson: async (_, file, salvaged) => {
    const size = !salvaged ? '' : `, maximum_object_size = ${LARGEST_RECORD}`;
    const options = `ignore_errors = true, compression = '${file.compression === 'none' ? 'uncompressed' : file.compression}'${size}`;
    const input: JsonInput = {
      objects: `read_ndjson_objects(${fileLiteral(file.file)}, ${options})`,
      typed: (columns) =>
        `read_json(${fileLiteral(file.file)}, format = 'newline_delimited', columns = ${columns}, ${options})`,
    };
    const opened: OpenedFile = {
      reader: (fast = false) => jsonReader(input, { hits: opened.unwrapHits, typed: fast }),
      unwrapHits: false,
      rejects: [],
      close: async () => undefined,
    };
    return opened;
  },
  csv: async (database, file) => {
    await readCsv(database, file);
    const described = await query<{ column_name: string }>(database, 'DESCRIBE csv_rows');
    const header = described.map((row) => row.column_name);
    const columns = columnsByName(header, await portalTimes(database, header), file.path);
    const found = await query<{ line: number; message: string; excerpt: string | null }>(
      database,
      `SELECT line, min(lower(error_type::VARCHAR)) AS message, left(ltrim(any_value(csv_line), chr(10) || chr(13)), 200) AS excerpt FROM reject_errors GROUP BY line ORDER BY line`,
    );
    await execute(database, 'DROP TABLE IF EXISTS reject_errors');
    await execute(database, 'DROP TABLE IF EXISTS reject_scans');
    const [kept] = await query<{ rows: number }>(database, 'SELECT count(*) AS rows FROM csv_rows');
    const { rejected, numbers } = numberRows(
      found.map((row) => row.line),
      kept?.rows ?? 0,
    );
    return {
      reader: () => tableReader('csv_rows', columns),
      unwrapHits: false,
      rejects: found.map((row, index) => ({
        record: rejected[index] as number,
        reason: `CSV: ${row.message}`,
        excerpt: row.excerpt ?? '',
      })),
      recordNumbers: numbers,
      close: () => execute(database, 'DROP TABLE csv_rows'),
    };
  },
  // As JSON, so that what is nested or a list is found as it is in any other file.
  parquet: async (database, file) => {
    await readParquet(database, file);
    const input: JsonInput = { objects: 'parquet_rows', typed: () => 'parquet_rows' };
    const opened: OpenedFile = {
      reader: () => jsonReader(input, { hits: opened.unwrapHits, typed: false }),
      unwrapHits: false,
      rejects: [],
      close: () => execute(database, 'DROP TABLE parquet_rows'),
    };
    return opened;
  },
};

/** @throws InputError when DuckDB can't read the file as Parquet. */
async function readParquet(database: Database, file: RecordFile): Promise<void> {
  try {
    await execute(
      database,
      `CREATE OR REPLACE TEMP TABLE parquet_rows AS SELECT to_json(r) AS json FROM read_parquet(${fileLiteral(file.file)}) r`,
    );
  } catch (cause) {
    if (cause instanceof NoRoomError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(
      `it can't be read as Parquet: ${message.split('\n')[0]?.replaceAll(file.file, 'the file')}`,
      {
        place: file.path,
        remedy: 'Export it again, or convert it to NDJSON.',
        cause,
      },
    );
  }
}

/** Longest CSV row, in bytes: what is tried first, and what is tried when a row is longer. */
const LONGEST_ROWS = [16 * 1024 * 1024, LARGEST_RECORD];

/** @throws InputError when DuckDB can't read the file as CSV at all. */
async function readCsv(database: Database, file: RecordFile): Promise<void> {
  let cause: unknown;
  for (const longest of LONGEST_ROWS) {
    try {
      await execute(
        database,
        `CREATE OR REPLACE TEMP TABLE csv_rows AS SELECT * FROM read_csv(${fileLiteral(file.file)}, all_varchar = true, header = true, null_padding = false, ` +
          `compression = '${file.compression}', max_line_size = ${longest}, buffer_size = ${2 * longest}, store_rejects = true)`,
      );
      return;
    } catch (error) {
      if (error instanceof NoRoomError) throw error;
      cause = error;
    }
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  throw new InputError(
    `it can't be read as CSV: ${/Maximum line size/.test(message) ? 'a row is longer than 64 MiB' : message.split('\n')[0]}`,
    {
      place: file.path,
      remedy: 'Export it again, or convert it to NDJSON.',
      cause,
    },
  );
}

/**
 * Numbers the rows of a CSV file, the header aside, from 1: those refused by the lines that DuckDB gives, which count
 * rows and blank lines, and those kept by what is left. A blank line can make a refused row's number too high, never
 * that of two rows the same.
 */
function numberRows(
  lines: readonly number[],
  kept: number,
): { rejected: number[]; numbers: Float64Array | undefined } {
  if (lines.length === 0) return { rejected: [], numbers: undefined };
  const all = kept + lines.length;
  const rejected = lines.map((line, index) => Math.min(line - 1, all - (lines.length - 1 - index)));
  const numbers = new Float64Array(kept);
  let next = 0;
  for (let number = 1, at = 0; number <= all; number += 1) {
    if (rejected[next] === number) next += 1;
    else numbers[at++] = number;
  }
  return { rejected, numbers };
}
