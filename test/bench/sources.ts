import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openCase } from '../../src/store/case.ts';
import { execute, openDatabase, query } from '../../src/store/database.ts';
import { fileLiteral, identifier, literal } from '../../src/store/quote.ts';
import { compare, loadNdjson, writeLines } from './measure.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const IDS = /("[^"]*(?:[Gg]uid|GUID|entity_id|[Uu]id|unique_\w+|DeviceId)":\s*"[^"]*?)[^"]{6}(\}?)"/g;

/** Loads records of every source, those of its fixture over and over with other ids, against DuckDB's own reader of the same file. */
export async function compareSources(folder: string, records: number, runs: number): Promise<void> {
  for (const [name, lines] of Object.entries(fixtures())) {
    const file = join(folder, 'source.ndjson');
    await writeLines(file, repeated(lines, records));
    const schema = await schemaOf(file);
    let attempt = 0;
    const inNewFile = async (work: (path: string) => Promise<void>): Promise<void> => {
      attempt += 1;
      const path = join(folder, `source${attempt}.duckdb`);
      await work(path);
      await rm(path);
    };
    await compare(
      `load ${name}`,
      2,
      () =>
        inNewFile(async (path) => {
          const database = await openCase(path);
          await loadNdjson(database, file);
          database.close();
        }),
      () =>
        inNewFile(async (path) => {
          const plain = await openDatabase(path);
          await execute(
            plain,
            `CREATE TABLE plain AS FROM read_json(${fileLiteral(file)}, format = 'newline_delimited', columns = ${schema})`,
          );
          plain.close();
        }),
      runs,
    );
  }
}

/** Lines of records by what they are. */
function fixtures(): Record<string, string[]> {
  const read = (path: string): string => readFileSync(join(FIXTURES, path), 'utf8');
  const linesOf = (text: string): string[] => text.split('\n').filter(isObject);
  const sysmon = linesOf(read('example/ws-014-sysmon.ndjson'));
  const pages = JSON.parse(read('example/dc-01-endpoint-page1.json')) as {
    hits: { hits: { _source: object }[] };
  };
  const found: Record<string, string[]> = {
    'sysmon, flat': sysmon,
    'sysmon, winlog': sysmon.map(asWinlog),
    'security, flat': linesOf(read('example/ws-014-security.ndjson')),
    'security, winlog': linesOf(
      gunzipSync(readFileSync(join(FIXTURES, 'example/fs-02-security.ndjson.gz'))).toString(),
    ),
    'ecs (Elastic Defend)': pages.hits.hits.map(({ _source }) => JSON.stringify(_source)),
  };
  for (const source of readdirSync(join(FIXTURES, 'sources')).sort())
    for (const file of readdirSync(join(FIXTURES, 'sources', source)).sort())
      if (file.endsWith('.ndjson'))
        found[`${source}, ${file.slice(0, -'.ndjson'.length)}`] = linesOf(
          read(join('sources', source, file)),
        );
  return found;
}

/** The fixtures have broken lines, at which a plain read would stop. */
function isObject(line: string): boolean {
  try {
    return line.startsWith('{') && Object.keys(JSON.parse(line)).length > 0;
  } catch {
    return false;
  }
}

function asWinlog(line: string): string {
  const { Channel, EventID, Hostname, SourceName, RecordNumber, ...data } = JSON.parse(line);
  const winlog = {
    channel: Channel,
    event_id: String(EventID),
    computer_name: Hostname,
    provider_name: SourceName,
    record_id: RecordNumber,
    event_data: data,
  };
  return JSON.stringify({ '@timestamp': data['@timestamp'], winlog, event: { code: String(EventID) } });
}

function* repeated(lines: readonly string[], records: number): Generator<string> {
  for (let number = 0; number < records; number += 1) {
    const end = number.toString(16).padStart(6, '0');
    yield (lines[number % lines.length] as string).replace(IDS, `$1${end}$2"`);
  }
}

/** The columns that DuckDB finds in a file, as `read_json` takes them; of names that differ in letter case alone, the first. */
async function schemaOf(file: string): Promise<string> {
  const database = await openDatabase(':memory:');
  const columns = await query<{ column_name: string; column_type: string }>(
    database,
    `DESCRIBE FROM read_json(${fileLiteral(file)}, format = 'newline_delimited', ignore_errors = true)`,
  );
  database.close();
  return `{${columns.map((column) => `${identifier(column.column_name)}: ${literal(column.column_type)}`).join(', ')}}`;
}
