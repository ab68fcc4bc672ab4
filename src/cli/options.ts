import { InvalidArgumentError } from 'commander';

const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch milliseconds of an ISO 8601 time; without an offset it is UTC. */
export function parseTime(text: string): number {
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const iso = `${text.replace(' ', 'T')}${text.length === 10 || hasOffset ? '' : 'Z'}`;
  const time = TIME.test(text) ? Date.parse(iso) : Number.NaN;
  if (
    Number.isNaN(time) ||
    new Date(Date.parse(text.slice(0, 10))).toISOString().slice(0, 10) !== text.slice(0, 10)
  )
    throw new InvalidArgumentError(
      'Write a time such as 2026-03-10 or 2026-03-10T08:00:00Z (UTC where no offset is given).',
    );
  return time;
}

/** A whole number of at least `least`. */
export const parseCount =
  (least: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!Number.isSafeInteger(count) || count < least || !/^\d+$/.test(text))
      throw new InvalidArgumentError(`Write a whole number, ${least} or more.`);
    return count;
  };
