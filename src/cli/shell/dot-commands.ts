import { visible } from '../../model/text.ts';
import type { Database } from '../../store/database.ts';
import { macrosOf, tablesOf } from './names.ts';

const HELP = `Type SQL; it runs at the line that ends with ";". Tab completes tables, columns and macros.
Ctrl-C drops what is typed or stops what runs, Ctrl-D leaves.
.help     this
.tables   what there is to ask
.quit     leave
`;

/** What each command of the shell writes; undefined for the one that leaves. */
export const DOT_COMMANDS: Readonly<Record<string, (database: Database) => Promise<string> | undefined>> = {
  '.help': async () => HELP,
  '.tables': async (database) => {
    const described = [
      ...(await tablesOf(database)).map(({ name, columns }) => `${name}: ${columns.join(', ')}`),
      ...(await macrosOf(database)).map(({ name, parameters }) => `${name}(${parameters.join(', ')})`),
    ];
    return described.map((line) => `${visible(line)}\n`).join('');
  },
  '.quit': () => undefined,
};
