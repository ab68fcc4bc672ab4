import { type DuckDBPreparedStatement, StatementType } from '@duckdb/node-api';
import { InputError } from '../model/errors.ts';
import type { Database } from './database.ts';
import { refusedFunction } from './refused-functions.ts';
import { isBlank, splitStatements } from './statements.ts';

/** A statement that only reads, ready to run. */
export interface ReadStatement {
  readonly sql: string;
  readonly prepared: DuckDBPreparedStatement;
}

/** What the engine's kinds of statement would do, where a statement may only read. */
const WOULD: Partial<Record<StatementType, string>> = {
  [StatementType.INSERT]: 'would write to a table',
  [StatementType.UPDATE]: 'would write to a table',
  [StatementType.DELETE]: 'would delete rows',
  [StatementType.MERGE_INTO]: 'would write to a table',
  [StatementType.CREATE]: 'would make something, and nothing is made here, temporary things neither',
  [StatementType.CREATE_FUNC]: 'would make a function',
  [StatementType.ALTER]: 'would change what the case holds',
  [StatementType.DROP]: 'would drop something',
  [StatementType.COPY]: 'would copy to or from a file',
  [StatementType.COPY_DATABASE]: 'would copy a database',
  [StatementType.EXPORT]: 'would write files',
  [StatementType.ATTACH]: 'would open another database',
  [StatementType.DETACH]: 'would close a database',
  [StatementType.LOAD]: 'would install or load an extension',
  [StatementType.EXTENSION]: 'would load an extension',
  [StatementType.UPDATE_EXTENSIONS]: 'would install extensions',
  [StatementType.SET]: 'would change a setting',
  [StatementType.VARIABLE_SET]: 'would change a variable',
  [StatementType.PRAGMA]: 'would change a setting',
  [StatementType.CALL]: 'would call a procedure',
  [StatementType.VACUUM]: 'would rewrite the case',
  [StatementType.ANALYZE]: 'would rewrite statistics',
  [StatementType.TRANSACTION]: 'would open or end a transaction',
  [StatementType.PREPARE]: 'would keep a statement for later',
  [StatementType.EXECUTE]: 'would run a kept statement',
};

const REMEDY =
  'A case is open for reading only, without access to files: SELECT, FROM, WITH, VALUES, PIVOT, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN. With WITH a query can name parts of itself.';

const TABLES =
  'Tables: events, processes, links, sources, rejects, copies, conflicts; `DESCRIBE events` has the columns of one.';

/** An EXPLAIN and what it explains; the engine has said already that it is one. */
const EXPLAIN =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*EXPLAIN\s+(?:ANALYZE\s+)?(?:\((?:ANALYZE|FORMAT)[^)]*\)\s*)?([\s\S]*)$/i;

/**
 * The statements of a text, each prepared and seen to do nothing but read, before any of them runs: the engine says what
 * kind a statement is.
 * @throws InputError for a statement that would do anything else, that the engine can't make sense of, and for no statement
 */
export async function readStatements(database: Database, text: string): Promise<ReadStatement[]> {
  const { ended, rest } = splitStatements(text);
  const texts = [...ended, rest].filter((each) => !isBlank(each));
  if (texts.length === 0)
    throw new InputError('there is no statement', {
      remedy: 'Write one, such as: stemma sql "SELECT count(*) FROM events" --case FILE',
    });
  const statements: ReadStatement[] = [];
  for (const [index, sql] of texts.entries()) {
    const place = texts.length === 1 ? undefined : `statement ${index + 1} of ${texts.length}`;
    try {
      statements.push({ sql, prepared: await prepareToRead(database, sql) });
    } catch (cause) {
      throw refusal(cause, place);
    }
  }
  return statements;
}

async function prepareToRead(database: Database, sql: string): Promise<DuckDBPreparedStatement> {
  const extracted = await database.connection.extractStatements(sql);
  const last = extracted.count - 1;
  // DuckDB makes two statements of a PIVOT whose columns come from the rows: a type of them, and the query.
  const before = last === 1 ? await extracted.prepare(0) : undefined;
  if (last > 1 || (before !== undefined && before.statementType !== StatementType.CREATE))
    throw refused('would do several things at once');
  const name = await refusedFunction(database, sql);
  const calls = (): InputError => refused(`calls ${name}(), which does more than read the case`);
  if (before !== undefined && name !== undefined) throw calls();
  await before?.run();
  const prepared = await extracted.prepare(last).catch((cause) => {
    throw name === undefined ? cause : calls();
  });
  const explained = prepared.statementType === StatementType.EXPLAIN ? EXPLAIN.exec(sql)?.[1] : undefined;
  if (explained !== undefined) await prepareToRead(database, explained);
  else if (prepared.statementType !== StatementType.SELECT)
    throw refused(WOULD[prepared.statementType] ?? 'does something else than read');
  if (name !== undefined) throw calls();
  return prepared;
}

const refused = (would: string): InputError => new InputError(`the statement ${would}`, { remedy: REMEDY });

/** What the engine or the fence has against a statement, as an error of the user's. */
export function refusal(cause: unknown, place?: string): InputError {
  const { message } = cause instanceof Error ? cause : { message: String(cause) };
  if (message.includes('INTERRUPT')) return new InputError('stopped', { cause });
  const said = message.replace(/^Failed to extract statements: /, '');
  const outside = /file system operations are disabled|external.*is disabled|Autoloading|Secret/i.test(said);
  return new InputError(outside ? `the statement reaches for something outside the case: ${said}` : said, {
    ...(place === undefined ? {} : { place }),
    remedy: cause instanceof InputError ? (cause.remedy ?? REMEDY) : outside ? REMEDY : TABLES,
    cause,
  });
}
