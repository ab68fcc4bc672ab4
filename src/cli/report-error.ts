import { InputError } from '../model/errors.ts';
import { visible } from '../model/text.ts';

/** Exit statuses of every command. */
export const EXIT = { done: 0, alertsFound: 1, badInput: 2, internalError: 3 } as const;

/** Text of several lines with everything that a terminal would act on as a visible escape. */
export const printable = (text: string): string => text.split('\n').map(visible).join('\n');

/** Says what went wrong on standard error; returns the exit status for it. */
export function reportError(error: unknown): number {
  if (error instanceof InputError) {
    const place =
      error.place === undefined || error.message.includes(error.place)
        ? ''
        : `\n  at ${printable(error.place)}`;
    const remedy = error.remedy === undefined ? '' : `\n  ${printable(error.remedy)}`;
    process.stderr.write(`stemma: ${printable(error.message)}${place}${remedy}\n`);
    return EXIT.badInput;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`stemma: internal error; please report it with what follows\n${printable(detail)}\n`);
  return EXIT.internalError;
}
