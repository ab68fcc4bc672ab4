import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { visible } from '../../model/text.ts';
import type { Database } from '../../store/database.ts';
import { readStatements } from '../../store/fence.ts';
import { isBlank, splitStatements } from '../../store/statements.ts';
import { type ResultFormat, writeResults } from '../print/results.ts';
import type { Terminal } from '../print/terminal.ts';
import { reportError } from '../report-error.ts';
import { complete } from './complete.ts';
import { DOT_COMMANDS } from './dot-commands.ts';
import { historyPath, readHistory, writeHistory } from './history.ts';
import { namesOf } from './names.ts';

interface ShellOptions {
  readonly format: ResultFormat;
  readonly terminal: Terminal;
  readonly quiet: boolean;
}

/** What the shell reads from and writes to. */
interface Streams {
  readonly input: Readable;
  readonly output: Writable & { isTTY?: boolean };
}

const FIRST = 'stemma> ';
const NEXT = '   ...> ';

const unknown = (command: string): string =>
  `there is no ${visible(command)}; there is ${Object.keys(DOT_COMMANDS).join(', ')}`;

/**
 * Reads SQL line by line and runs each statement at its semicolon, until the input ends or `.quit`. What is refused or
 * fails is reported, and the shell goes on.
 */
export async function runShell(
  database: Database,
  { format, terminal, quiet }: ShellOptions,
  streams: Streams = { input: process.stdin, output: process.stdout },
): Promise<void> {
  const names = await namesOf(database);
  const path = historyPath();
  const lines = createInterface({
    ...streams,
    terminal: streams.output.isTTY === true,
    completer: (line: string) => complete(line, names, Object.keys(DOT_COMMANDS)),
    history: await readHistory(path),
    historySize: 1000,
    removeHistoryDuplicates: true,
  });
  let typed = '';
  let running = false;
  let stopping: NodeJS.Timeout | undefined;
  // Again and again: what is still being prepared hears nothing of it.
  const stop = (): void => {
    database.connection.interrupt();
    stopping ??= setInterval(() => database.connection.interrupt(), 50);
  };
  const ask = (): void => {
    lines.setPrompt(typed === '' ? FIRST : NEXT);
    lines.prompt();
  };
  lines.on('SIGINT', () => {
    if (running) return stop();
    // Whatever stands on the line goes with it.
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    typed = '';
    streams.output.write('\n');
    ask();
  });
  lines.on('history', (kept: string[]) => {
    history = kept;
  });
  let history: readonly string[] | undefined;
  /** Runs a statement; false where the user stopped it. */
  const show = async (sql: string): Promise<boolean> => {
    running = true;
    try {
      for await (const piece of writeResults(await readStatements(database, sql), format, terminal))
        if (!streams.output.write(piece)) await once(streams.output, 'drain');
    } catch (error) {
      reportError(error);
    } finally {
      running = false;
      clearInterval(stopping);
    }
    const goesOn = stopping === undefined;
    stopping = undefined;
    return goesOn;
  };
  if (!quiet) streams.output.write('SQL over a case, read-only. .help says how; .quit leaves.\n');
  ask();
  for await (const line of lines) {
    const command = typed === '' && line.startsWith('.') ? line.trim() : undefined;
    if (command === undefined) {
      const { ended, rest } = splitStatements(`${typed}${line}\n`);
      // A comment may go on.
      typed = isBlank(rest) && !rest.includes('/*') ? '' : rest;
      for (const sql of ended) if (!isBlank(sql) && !(await show(sql))) break;
    } else {
      const known = Object.hasOwn(DOT_COMMANDS, command) ? DOT_COMMANDS[command] : undefined;
      const answer = known === undefined ? Promise.resolve(`${unknown(command)}\n`) : known(database);
      if (answer === undefined) break;
      streams.output.write(await answer);
    }
    ask();
  }
  lines.close();
  if (history !== undefined && !(await writeHistory(path, history)) && !quiet)
    process.stderr.write(`the lines typed can't be kept in ${path}\n`);
}
