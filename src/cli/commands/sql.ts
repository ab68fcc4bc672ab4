import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { InputError } from '../../model/errors.ts';
import { readStatements } from '../../store/fence.ts';
import { refuseTerminal } from '../formats.ts';
import { openToRead } from '../open-case.ts';
import { writeOutput } from '../output.ts';
import { RESULT_WRITERS, type ResultFormat, writeResults } from '../print/results.ts';
import { terminalOf } from '../print/terminal.ts';
import { choice, type GlobalOptions, type ResourceOptions } from '../shared-options.ts';
import { runShell } from '../shell/shell.ts';

interface SqlOptions extends GlobalOptions, ResourceOptions {
  readonly case: string;
  readonly file?: string;
  readonly format: ResultFormat;
  readonly output?: string;
}

const EXAMPLES = `
Examples:
  stemma sql "SELECT process.name, process.parent.name, count(*) FROM events GROUP BY ALL ORDER BY 3" --case acme.duckdb
  stemma sql "SELECT depth, process.name FROM ancestors('81056205-57C9-64DC-E004-000000000800')" --case acme.duckdb
  stemma sql --file questions.sql --case acme.duckdb --format markdown
  stemma sql "FROM processes" --case acme.duckdb --format parquet --output processes.parquet
  stemma sql --case acme.duckdb                         a shell: .help in it says how
  stemma sql --case acme.duckdb -- "-- what starts with a dash comes last, after --
    SELECT count(*) FROM processes"

Tables: events, processes, links, sources, rejects, copies, conflicts; macros: ancestors(id), descendants(id), siblings(id),
argv(line). Several statements are parted by semicolons; all are checked before the first runs. A statement may only read:
what would write, make (temporary things too), attach, copy, read a file, load, set or call is refused.
Questions that are asked often have names: \`stemma query --list\`.`;

/** \`stemma sql\`: statements over a case, or a shell. */
export function addSql(program: Command): void {
  program
    .command('sql')
    .summary('run SQL over a case, read-only, or open a shell')
    .description(
      'Run SQL (DuckDB) over a case: what is given, a file, standard input, or what is typed into a shell. The case is open for reading only, without access to files.',
    )
    .argument('[statements]', 'the SQL (default: standard input, and a shell where that is a terminal)')
    .requiredOption('-c, --case <file>', 'case to read')
    .option('--file <file>', 'read the SQL from a file, or - for standard input')
    .addOption(choice('-f, --format <format>', 'how rows are written', Object.keys(RESULT_WRITERS), 'table'))
    .option('-o, --output <file>', 'write the rows to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (statements: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<SqlOptions>();
      refuseTerminal(options.format, options.output);
      const sql = await sqlOf(statements, options);
      const database = await openToRead(options.case, options);
      try {
        const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
        if (sql === undefined) return await runShell(database, { ...options, terminal });
        const read = await readStatements(database, sql);
        await writeOutput(options.output, writeResults(read, options.format, terminal));
      } finally {
        database.close();
      }
    });
}

/** The SQL that is given in one of the ways; undefined where a shell is wanted. */
async function sqlOf(
  statements: string | undefined,
  { file, output }: SqlOptions,
): Promise<string | undefined> {
  if (statements !== undefined && file !== undefined)
    throw new InputError('there is SQL on the command line and in --file', { remedy: 'Give one of them.' });
  if (statements !== undefined) return statements;
  if (file === undefined && process.stdin.isTTY === true) {
    if (output === undefined) return undefined;
    throw new InputError('a shell writes to the screen', { remedy: 'Give a statement with --output.' });
  }
  if (file === undefined || file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError("the file with the SQL can't be read", {
      place: file,
      remedy: 'Give a file that is there, or - for standard input.',
      cause,
    });
  }
}
