import type { Command } from 'commander';
import { InputError } from '../../model/errors.ts';
import { visible } from '../../model/text.ts';
import { refuseTerminal } from '../formats.ts';
import { openToRead } from '../open-case.ts';
import { writeOutput } from '../output.ts';
import { findPivot, findPivots } from '../pivots/find-pivots.ts';
import type { Pivot } from '../pivots/pivot.ts';
import { preparePivot } from '../pivots/prepare-pivot.ts';
import { signatureOf } from '../pivots/values.ts';
import { type Column, writeListing } from '../print/listing.ts';
import { RESULT_WRITERS, type ResultFormat, writeResults } from '../print/results.ts';
import { ROW_WRITERS } from '../print/rows.ts';
import { terminalOf } from '../print/terminal.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../shared-options.ts';

interface QueryOptions extends GlobalOptions, ResourceOptions {
  readonly case?: string;
  readonly list?: boolean;
  readonly show?: boolean;
  readonly pivots: string[];
  readonly param: string[];
  readonly format: ResultFormat;
  readonly output?: string;
}

const COLUMNS: readonly Column<Pivot>[] = [
  { key: 'name', head: 'name', value: ({ name }) => name },
  { key: 'title', head: 'title', value: ({ title }) => title },
  { key: 'parameters', head: 'parameters', value: ({ parameters }) => parameters.map(signatureOf) },
  { key: 'description', value: ({ description }) => description },
  { key: 'path', value: ({ path }) => path },
];

const EXAMPLES = `
Examples:
  stemma query --list
  stemma query rare-pairs --case acme.duckdb
  stemma query process-children --param process=WS-014:6292 --case acme.duckdb
  stemma query around-time --param time=2026-03-10T08:12:07Z --param host=WS-014% --param seconds=30 --case acme.duckdb
  stemma query encoded-commands --case acme.duckdb --format csv --output encoded.csv
  stemma query rare-dns --show                          its SQL and parameters, to start from
  stemma query my-pivots/shares.sql --case acme.duckdb  one of your own, by its path
  stemma query shares --pivots my-pivots --case acme.duckdb

A pivot is a file of SQL, one SELECT over the views of a case, that begins with such lines:
  -- title: Connections to a port
  -- description: Who connected to a port, by host and process.
  -- param port integer = 445: the port
  -- param host text = NULL: only this host
and has its parameters as $port and $host. Types: text, process (an entity_id or HOST:PID), integer, number, time, boolean.`;

const collect = (value: string, values: string[]): string[] => [...values, value];

/** \`stemma query\`: named SQL over a case. */
export function addQuery(program: Command): void {
  program
    .command('query')
    .summary('run a named question (pivot) over a case, read-only')
    .description(
      'Run a pivot: SQL with a name and parameters, over a case that is open for reading only, without access to files.',
    )
    .argument('[name]', 'name of a pivot, or the path of a .sql file')
    .option('-c, --case <file>', 'case to read')
    .option('-p, --param <name=value>', 'value of a parameter; may be repeated', collect, [])
    .option('-l, --list', 'list the pivots there are')
    .option('--show', "write the pivot's SQL instead of running it")
    .option('--pivots <folder>', 'also those of a folder of your own; may be repeated', collect, [])
    .addOption(choice('-f, --format <format>', 'how rows are written', Object.keys(RESULT_WRITERS), 'table'))
    .option('-o, --output <file>', 'write the rows to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<QueryOptions>();
      if (options.list === true) {
        if (name === undefined) return list(options);
        throw new InputError('--list lists all pivots, and one is named', {
          remedy: `Leave the name out; \`stemma query ${name} --show\` says what one asks.`,
        });
      }
      if (name === undefined)
        throw new InputError('it is not said which pivot to run', {
          remedy: '`stemma query --list` has their names.',
        });
      const pivot = await findPivot(name, options.pivots);
      if (options.show === true) return writeOutput(options.output, [textOf(pivot)]);
      await run(pivot, options);
    });
}

async function list(options: QueryOptions): Promise<void> {
  const format = options.format as keyof typeof ROW_WRITERS;
  if (!Object.hasOwn(ROW_WRITERS, format))
    throw new InputError(`a list is not written as ${format}`, {
      remedy: `Give one of ${Object.keys(ROW_WRITERS).join(', ')}.`,
    });
  const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
  const pivots = await findPivots(options.pivots);
  await writeOutput(options.output, writeListing(format, COLUMNS, pivots, terminal));
}

function textOf({ title, description, parameters, sql }: Pivot): string {
  const header = [
    `title: ${title}`,
    `description: ${description}`,
    ...parameters.map((parameter) => `param ${signatureOf(parameter)}: ${parameter.description}`),
  ];
  return `${[...header.map((line) => `-- ${line}`), ...sql.split('\n')].map(visible).join('\n')}\n`;
}

async function run(pivot: Pivot, options: QueryOptions): Promise<void> {
  if (options.case === undefined)
    throw new InputError('it is not said which case to ask', { remedy: 'Give its file with --case.' });
  refuseTerminal(options.format, options.output);
  const database = await openToRead(options.case, options);
  try {
    const statement = await preparePivot(database, pivot, options.param);
    const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
    await writeOutput(options.output, writeResults([statement], options.format, terminal));
  } finally {
    database.close();
  }
}
