import { readFileSync, statSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { type ConnectOptions, connect, disconnect, type Shard, type Tls } from '../../cluster/connect.ts';
import { InputError } from '../../model/errors.ts';
import type { ClusterOptions } from './options.ts';

const GIB = 2 ** 30;

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InputError(`${what} can't be read`, { place: path, remedy: 'Check the path.', cause });
  }
}

/** The account of a file, else of the environment. No message says what is in either. */
function accountOf({ credentials }: ClusterOptions): ConnectOptions['account'] {
  if (credentials === undefined) {
    const { STEMMA_CLICKHOUSE_USER: user, STEMMA_CLICKHOUSE_PASSWORD: password } = process.env;
    return user === undefined && password === undefined
      ? undefined
      : { user: user ?? 'default', password: password ?? '' };
  }
  const text = readText(credentials, 'the file of credentials');
  if (process.platform !== 'win32' && (statSync(credentials).mode & 0o077) !== 0)
    throw new InputError('others may read the file of credentials', {
      place: credentials,
      remedy: `chmod 600 ${credentials}`,
    });
  const lines = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [, name, value] = /^\s*(user|password)\s*=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, (value as string).trim()]];
    }),
  );
  if (lines.size === 0)
    throw new InputError('the file of credentials has no user and no password', {
      place: credentials,
      remedy: 'Write lines user=NAME and password=….',
    });
  return { user: lines.get('user') ?? 'default', password: lines.get('password') ?? '' };
}

function tlsOf({ ca, cert, key }: ClusterOptions): Tls | undefined {
  if ((cert === undefined) !== (key === undefined))
    throw new InputError('a certificate and its key go together', { remedy: 'Give --cert and --key.' });
  if (ca === undefined && cert === undefined) return undefined;
  const trusted = [...(ca === undefined ? [] : [readText(ca, 'the file of --ca')]), ...rootCertificates];
  return {
    ca: Buffer.from(trusted.join('\n')),
    own:
      cert === undefined || key === undefined
        ? undefined
        : {
            cert: Buffer.from(readText(cert, 'the file of --cert')),
            key: Buffer.from(readText(key, 'the file of --key')),
          },
  };
}

/**
 * What a connection is made with.
 * @throws InputError where no address is given, or a file can't be read.
 */
export function connectOptions(options: ClusterOptions): ConnectOptions {
  const urls = (options.clickhouse ?? '').split(',').filter((url) => url.trim() !== '');
  if (urls.length === 0)
    throw new InputError('no ClickHouse is named', {
      remedy: 'Give its address: --clickhouse http://HOST:8123',
    });
  if (new Set(urls).size < urls.length)
    throw new InputError('one address stands for two shards', { remedy: 'Give each shard once.' });
  return {
    urls: urls.map((url) => url.trim()),
    database: options.database,
    account: accountOf(options),
    tls: tlsOf(options),
    limits: {
      memory: options.maxMemory * GIB,
      seconds: options.maxSeconds,
      retrySeconds: options.retrySeconds,
    },
  };
}

/** Runs work on the shards, and closes the connections then. */
export async function withShards<T>(
  options: ClusterOptions,
  work: (shards: readonly Shard[]) => Promise<T>,
): Promise<T> {
  const shards = connect(connectOptions(options));
  try {
    return await work(shards);
  } finally {
    await disconnect(shards);
  }
}
