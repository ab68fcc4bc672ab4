import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tests use of chdb. */
export interface EngineSession {
  queryAsync(sql: string, options: { format: string }): Promise<EngineResult>;
}

interface EngineResult {
  readonly elapsed: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
  bytes(): Uint8Array;
}

/** A request to a server, taken apart. */
export interface EngineRequest {
  readonly statement: string;
  readonly data: Buffer | undefined;
  readonly settings: readonly (readonly [string, string])[];
  readonly database: string;
}

/** Parameters of an address that are no settings of a query, or such as only a server has. */
const NO_SETTING =
  /^(?:query|query_id|session_.*|database|default_format|wait_end_of_query|buffer_size|.*http.*|cancel_http.*|log_queries|compress|decompress|user|password|role)$/;

/** Takes a request apart: the statement is in the address where the body holds data. */
export function requestOf(url: URL, body: Buffer): EngineRequest {
  const inAddress = url.searchParams.get('query');
  return {
    statement: inAddress ?? body.toString('utf8'),
    data: inAddress === null ? undefined : body,
    settings: [...url.searchParams].filter(([name]) => !NO_SETTING.test(name)),
    database: url.searchParams.get('database') ?? 'default',
  };
}

/** What the session was last told, so that it need not be told again. */
const told = new Map<string, string>();

async function tell(name: string, value: string, run: () => Promise<unknown>): Promise<void> {
  if (told.get(name) === value) return;
  await run();
  told.set(name, value);
}

/** Runs a statement with its settings, which stay; the tests' clients all send the same. */
export async function runRequest(
  session: EngineSession,
  folder: string,
  { statement, data, settings, database }: EngineRequest,
): Promise<{ readonly bytes: Uint8Array; readonly summary: Readonly<Record<string, string>> }> {
  const run = (sql: string, format = 'TabSeparated') => session.queryAsync(sql, { format });
  await tell('USE', database, () => run(`USE ${database}`));
  for (const [name, value] of settings)
    await tell(name, value, () => run(`SET ${name} = '${value.replace(/[\\']/g, '\\$&')}'`));
  const [, head = statement, format = 'TabSeparated'] =
    /^([\s\S]*?)\s+FORMAT\s+(\w+)\s*$/i.exec(statement) ?? [];
  const file = join(folder, `${randomUUID()}.body`);
  try {
    if (data !== undefined) writeFileSync(file, data);
    const into = /^\s*INSERT\s+INTO\s+[^(]+(\([^)]*\))\s*$/i.exec(head)?.[1];
    const result =
      data === undefined
        ? await run(/^\s*INSERT/i.test(statement) ? statement : head, format)
        : await run(`${head} SELECT ${(into ?? '(*)').slice(1, -1)} FROM file('${file}', '${format}')`);
    const summary = { read_rows: String(result.rowsRead), read_bytes: String(result.bytesRead) };
    return { bytes: result.bytes(), summary };
  } finally {
    rmSync(file, { force: true });
  }
}

/** An error of the engine as a server words it. */
export function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const code = String(
    (error as { clickhouseCode?: number }).clickhouseCode ?? /Code: (\d+)/.exec(message)?.[1] ?? 1001,
  );
  return {
    code,
    message: /Code: \d+/.test(message) ? message : `Code: ${code}. DB::Exception: ${message} (UNKNOWN)`,
  };
}
