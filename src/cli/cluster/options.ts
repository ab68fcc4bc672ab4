import type { Command } from 'commander';
import { parseCount } from '../options.ts';

/** Options that say where ClickHouse is and how it is asked. */
export interface ClusterOptions {
  readonly clickhouse?: string;
  readonly database: string;
  readonly credentials?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly maxMemory: number;
  readonly maxSeconds: number;
  readonly retrySeconds: number;
}

/** Options that name a table of events that is not Stemma's. */
export interface TableOptions {
  readonly table?: string;
  readonly mapping?: string;
}

/** Adds the first to a command. */
export const addClusterOptions = (command: Command): Command =>
  command
    .option(
      '--clickhouse <urls>',
      'address of ClickHouse (http://HOST:8123); of several shards, with commas between them, always in the same order',
    )
    .option('--database <name>', "database of Stemma's tables in ClickHouse", 'stemma')
    .option(
      '--credentials <file>',
      'file with lines user=NAME and password=…, which nobody else may read; else STEMMA_CLICKHOUSE_USER and STEMMA_CLICKHOUSE_PASSWORD',
    )
    .option('--ca <file>', 'certificates (PEM) by which the server is trusted, beside those of the system')
    .option('--cert <file>', 'certificate (PEM) that this program shows to the server; with --ca and --key')
    .option('--key <file>', 'key (PEM) of that certificate')
    .option('--max-memory <gib>', 'memory that a query may take on the server', parseCount(1), 8)
    .option('--max-seconds <n>', 'time that a query may take on the server', parseCount(1), 300)
    .option(
      '--retry-seconds <n>',
      'time in which what fails is tried again before it counts as missing',
      parseCount(0),
      60,
    );

/** Adds the second. */
export const addTableOptions = (command: Command): Command =>
  command
    .option('--table <name>', 'table of events whose columns have the names of ECS, with dots or underscores')
    .option('--mapping <file>', 'TOML that maps the columns of a table of events to ECS');
