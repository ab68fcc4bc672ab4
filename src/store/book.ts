import type { RecordFile } from '../model/record-file.ts';
import type { Reject } from '../model/reject.ts';
import { type Database, execute, query } from './database.ts';
import { EVENT_TABLES } from './schema.ts';

/** What became of one file's records: `records = events + rejected + skipped` always. */
export interface LoadedFile {
  readonly path: string;
  readonly records: number;
  readonly events: number;
  readonly rejected: number;
  readonly skipped: number;
  /** Records that tell nothing of processes, by what they are. */
  readonly skippedByKind: Readonly<Record<string, number>>;
  readonly rejectsByReason: Readonly<Record<string, number>>;
  /** Events of which no time could be read: no question of time finds them. */
  readonly withoutTime: number;
}

/** What was read from a file: rows in all, and among them events and others by kind. */
export interface Account {
  readonly rows: number;
  readonly events: number;
  readonly skipped: Readonly<Record<string, number>>;
}

const storedEvents = (sourceId: number): string =>
  EVENT_TABLES.map((table) => `SELECT "@timestamp" FROM flat.${table} WHERE source_id = ${sourceId}`).join(
    ' UNION ALL ',
  );

/** Books a file whose events are inserted: its source, rejects and skipped kinds. Throws where a record is unaccounted for. */
export async function bookFile(
  database: Database,
  file: RecordFile,
  sourceId: number,
  readerRejects: readonly Reject[],
  account: Account,
): Promise<LoadedFile> {
  const rejects = [...file.rejects, ...readerRejects];
  const skippedByKind = merge(account.skipped, file.skipped ?? {});
  const skipped = total(skippedByKind);
  const [stored] = await query<{ rows: number; without_time: number }>(
    database,
    `SELECT count(*) AS rows, count(*) - count("@timestamp") AS without_time FROM (${storedEvents(sourceId)})`,
  );
  if (account.rows !== account.events + total(account.skipped) || stored?.rows !== account.events)
    throw new Error(
      `${file.path}: ${account.rows} records read, but ${account.events} events (${stored?.rows} stored) and ${total(account.skipped)} skipped`,
    );
  await insertRejects(database, sourceId, rejects);
  for (const [kind, records] of Object.entries(skippedByKind))
    await execute(database, `INSERT INTO flat.skipped VALUES (${sourceId}, $kind, ${records})`, { kind });
  const records = account.events + skipped + rejects.length;
  await execute(
    database,
    `INSERT INTO flat.sources VALUES (${sourceId}, $path, $sha256, $format, ${file.bytes}, ${records}, ${account.events}, ${rejects.length}, ${skipped})`,
    { path: file.path, sha256: file.sha256, format: file.container },
  );
  return {
    path: file.path,
    records,
    events: account.events,
    rejected: rejects.length,
    skipped,
    skippedByKind,
    rejectsByReason: countBy(rejects.map((reject) => reject.reason)),
    withoutTime: stored?.without_time ?? 0,
  };
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function merge(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const merged = { ...one };
  for (const [key, count] of Object.entries(other)) merged[key] = (merged[key] ?? 0) + count;
  return merged;
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

async function insertRejects(
  database: Database,
  sourceId: number,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const appender = await database.connection.createAppender('rejects', 'flat');
  for (const reject of rejects) {
    appender.appendInteger(sourceId);
    appender.appendBigInt(BigInt(reject.record));
    appender.appendVarchar(reject.reason);
    appender.appendVarchar(reject.excerpt);
    appender.endRow();
  }
  appender.closeSync();
}
