import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { InputError } from '../model/errors.ts';

/** What one query may take, and how long failures are borne with. */
export interface Limits {
  /** Bytes of memory on the server. */
  readonly memory: number;
  /** Seconds on the server; the client gives up a little later. */
  readonly seconds: number;
  /** Seconds in which a step that fails is tried again. */
  readonly retrySeconds: number;
}

/** Whom ClickHouse is asked as. */
interface Account {
  readonly user: string;
  readonly password: string;
}

/** What makes a connection over TLS, as the contents of PEM files. */
export interface Tls {
  readonly ca: Buffer;
  /** A client's certificate and its key. */
  readonly own?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

/** Where and how ClickHouse is reached. */
export interface ConnectOptions {
  /** One server, or one a shard: then hosts are shared out over them in this order. */
  readonly urls: readonly string[];
  readonly database: string;
  readonly account?: Account | undefined;
  readonly tls?: Tls | undefined;
  readonly limits: Limits;
}

/** A server that holds the tables, or the part of them that some hosts are in. */
export interface Shard {
  /** Its address, without credentials. */
  readonly name: string;
  readonly number: number;
  readonly client: ReturnType<typeof createClient>;
  readonly limits: Limits;
}

/** What the client waits longer than the server may take, in milliseconds. */
const GRACE = 5_000;

/** Settings of every query. A result is sent when it is whole, so that an error in its midst is an error. */
const settingsOf = ({ memory, seconds }: Limits): ClickHouseSettings => ({
  max_memory_usage: String(memory),
  max_execution_time: seconds,
  timeout_overflow_mode: 'throw',
  // The client's answer to the retry of a query that still runs is another query.
  cancel_http_readonly_queries_on_client_close: 1,
  wait_end_of_query: 1,
  // Of several shards that a server asks none may be left out silently.
  skip_unavailable_shards: 0,
  insert_distributed_sync: 1,
  mutations_sync: '2',
  join_use_nulls: 1,
  max_query_size: '67108864',
  max_ast_elements: '5000000',
  max_expanded_ast_elements: '5000000',
  output_format_parquet_string_as_string: 1,
});

/**
 * Opens a connection to every shard; nothing is sent yet.
 * @throws InputError for an address that is none, or that holds credentials.
 */
export function connect({ urls, database, account, tls, limits }: ConnectOptions): Shard[] {
  return urls.map((text, number) => {
    const url = parseUrl(text);
    return {
      name: url.origin,
      number,
      limits,
      client: createClient({
        url: url.origin,
        ...(url.pathname === '/' ? {} : { pathname: url.pathname }),
        database,
        ...(account === undefined ? {} : { username: account.user, password: account.password }),
        ...(tls === undefined ? {} : { tls: { ca_cert: tls.ca, ...tls.own } }),
        application: 'stemma',
        request_timeout: limits.seconds * 1000 + GRACE,
        clickhouse_settings: settingsOf(limits),
        // It would write settings and parts of queries.
        log: { level: ClickHouseLogLevel.OFF },
      }),
    };
  });
}

function parseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(`${text} is no address of a ClickHouse server`, {
      remedy: 'Write http://HOST:8123 or https://HOST:8443.',
    });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '')
    throw new InputError('the address of the ClickHouse server holds more than its place', {
      place: url.host,
      remedy:
        'Others see a command line. Give the account in STEMMA_CLICKHOUSE_USER and STEMMA_CLICKHOUSE_PASSWORD, or with --credentials FILE.',
    });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new InputError(`ClickHouse is asked over http or https, not ${url.protocol}`, { place: url.host });
  return url;
}

/** Closes all connections. */
export async function disconnect(shards: readonly Shard[]): Promise<void> {
  await Promise.all(shards.map(({ client }) => client.close()));
}
