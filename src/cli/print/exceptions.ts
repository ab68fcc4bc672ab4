import type { ExceptionReport } from '../../hunt/except.ts';
import { visible } from '../../model/text.ts';
import { plainTable } from './alert-table.ts';
import { counted, number } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** How many alerts exceptions hid: always told, so that nobody takes silence for peace. */
export const printHidden = (terminal: Terminal, { hidden }: ExceptionReport, shown: number): string =>
  `  ${terminal.color.yellow(`${number(hidden.length)} more hidden by exceptions`)}: ${number(hidden.length)} hidden + ${number(shown)} shown = ${counted(hidden.length + shown, 'alert')}\n`;

/** What each exception hid, in the order of the files, and what keeps one from hiding. */
export function printExceptions(terminal: Terminal, { uses }: ExceptionReport): string {
  const rows = uses.map(({ exception, hidden, alone, expired }) => [
    number(hidden),
    number(alone),
    visible(exception.name),
    visible(exception.place),
    [
      expired > 0 ? `expired before ${counted(expired, 'alert')}` : '',
      exception.unknownFields.length > 0
        ? `reads ${exception.unknownFields.map(visible).join(', ')}, which no event has here`
        : '',
      hidden === 0 && expired === 0 ? 'hides nothing' : '',
    ]
      .filter(Boolean)
      .join('; '),
  ]);
  return `${plainTable(['hidden', 'alone', 'exception', 'place', ''], rows, terminal.color.dim, 2)}\n`;
}
