import type { RecordFile } from '../model/record-file.ts';
import type { Reject } from '../model/reject.ts';
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
      reader: (fast) => jsonReader(input, opened.unwrapHits ? 'hits' : fast ? 'typed' : 'objects'),
      unwrapHits: false,
      rejects: [],
      close: async () => undefined,
    };
    return opened;
  },
  csv: async (database, file) => {
    const options = `all_varchar = true, header = true, null_padding = false, compression = '${file.compression}', max_line_size = 16777216`;
    await execute(
      database,
      `CREATE OR REPLACE TEMP TABLE csv_rows AS SELECT * FROM read_csv(${fileLiteral(file.file)}, ${options}, store_rejects = true)`,
    );
    const header = await query<{ column_name: string }>(database, 'DESCRIBE csv_rows');
    const rejects = await query<{ record: number; message: string; excerpt: string }>(
      database,
      `SELECT line - 1 AS record, min(lower(error_type::VARCHAR)) AS message, left(any_value(csv_line), 200) AS excerpt FROM reject_errors GROUP BY line ORDER BY line`,
    );
    await execute(database, 'DROP TABLE IF EXISTS reject_errors');
    await execute(database, 'DROP TABLE IF EXISTS reject_scans');
    return {
      reader: () =>
        tableReader(
          'csv_rows',
          header.map((row) => row.column_name),
        ),
      unwrapHits: false,
      rejects: rejects.map((row) => ({
        record: row.record,
        reason: `CSV: ${row.message}`,
        excerpt: row.excerpt ?? '',
      })),
      close: () => execute(database, 'DROP TABLE csv_rows'),
    };
  },
};
