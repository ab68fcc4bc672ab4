import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../model/errors.ts';
import { type Database, execute, type OpenOptions, openDatabase, query } from './database.ts';
import { SCHEMA_VERSION, TABLES } from './schema.ts';
import { VIEWS } from './views.ts';

/**
 * Opens a case that exists, or makes an empty one where nothing is.
 * @throws InputError when it is locked, is no case, or its folder can't be written.
 */
export async function openCase(path: string, options: OpenOptions = {}): Promise<Database> {
  if (path !== ':memory:' && !existsSync(dirname(path)))
    throw new InputError('the folder for the case does not exist', {
      place: path,
      remedy: `Make ${dirname(path)} first.`,
    });
  // Its one way to compress text costs half as much as trying two older ones, and gives smaller files.
  const database = await openDatabase(path, { ...options, readableBy: 'v1.4.0' });
  const version = await schemaVersion(database);
  if (version === undefined) await createSchema(database);
  else if (version !== SCHEMA_VERSION) {
    database.close();
    throw new InputError(`the case has tables of version ${version}, this program has ${SCHEMA_VERSION}`, {
      place: path,
      remedy: 'Ingest the exports again into a new --case file.',
    });
  }
  return database;
}

/**
 * Opens an existing case for reading only, with no way out to files or the network.
 * @throws InputError when there is none, or as openCase.
 */
export async function openCaseReadOnly(path: string, options: OpenOptions = {}): Promise<Database> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new InputError('there is no case at this path', {
      place: path,
      remedy: 'Make one with `stemma ingest INPUTS… --case FILE`.',
    });
  const database = await openDatabase(path, { ...options, readOnly: true });
  if ((await schemaVersion(database)) !== SCHEMA_VERSION) {
    database.close();
    throw new InputError('this database is not a case of this version', {
      place: path,
      remedy: 'Give a file that `stemma ingest --case` made.',
    });
  }
  return database;
}

/** Makes the tables, views and macros of an empty case. */
async function createSchema(database: Database): Promise<void> {
  for (const sql of [...TABLES, ...VIEWS]) await execute(database, sql);
}

/** Version of the case's tables, or undefined where the file holds none. */
async function schemaVersion(database: Database): Promise<number | undefined> {
  const found = await query(
    database,
    "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'flat' AND table_name = 'version'",
  );
  if (found.length === 0) return undefined;
  const [row] = await query<{ version: number }>(database, 'SELECT version FROM flat.version');
  return row?.version;
}
