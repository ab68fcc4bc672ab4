import type { Command } from 'commander';
import { openCaseReadOnly } from '../../store/case.ts';
import { readRows } from '../../store/read-rows.ts';
import { writeOutput } from '../output.ts';
import { ROW_WRITERS } from '../print/rows.ts';
import { terminalOf } from '../print/terminal.ts';
import { choice, type GlobalOptions } from '../shared-options.ts';

interface SqlOptions extends GlobalOptions {
  readonly case: string;
  readonly format: keyof typeof ROW_WRITERS;
  readonly output?: string;
}

const EXAMPLES = `
Examples:
  stemma sql "SELECT process.name, process.parent.name, count(*) FROM events GROUP BY ALL ORDER BY 3" --case acme.duckdb
  stemma sql "SELECT depth, process.name FROM ancestors('81056205-57C9-64DC-E004-000000000800')" --case acme.duckdb
  stemma sql "SELECT * FROM rejects" --case acme.duckdb --format csv
  stemma sql --case acme.duckdb -- "-- what starts with a dash comes last, after --
    SELECT count(*) FROM processes"

Tables: events, processes, links, sources, rejects; macros: ancestors(id), descendants(id), siblings(id), argv(line).`;

/** \`stemma sql\`: one statement over a case. */
export function addSql(program: Command): void {
  program
    .command('sql')
    .summary('run SQL over a case, read-only')
    .description(
      'Run one SQL statement (DuckDB) over a case. The case is open for reading only, without access to files.',
    )
    .argument('<statement>', 'the SQL')
    .requiredOption('-c, --case <file>', 'case to read')
    .addOption(choice('-f, --format <format>', 'how rows are written', Object.keys(ROW_WRITERS), 'table'))
    .option('-o, --output <file>', 'write the rows to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (statement: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<SqlOptions>();
      const database = await openCaseReadOnly(options.case);
      try {
        const rows = await readRows(database, statement);
        const terminal = terminalOf(process.stdout, options.color && options.output === undefined);
        await writeOutput(options.output, ROW_WRITERS[options.format](rows, terminal));
      } finally {
        database.close();
      }
    });
}
