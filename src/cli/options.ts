import { totalmem } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { LEAST_MEMORY } from '../store/engine-settings.ts';

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

const UNITS: Readonly<Record<string, number>> = {
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  m: 2 ** 20,
  g: 2 ** 30,
  '%': 0,
};

/** Bytes of a size such as `4GB`, `512MiB`, `2g`, or of a share of the machine's memory such as `50%`. */
export function parseMemory(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([a-z]+|%)$/i.exec(text) ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? ''];
  if (factor === undefined)
    throw new InvalidArgumentError('Write a size such as 4GB, 512MiB or 50% (of the memory of the machine).');
  const bytes = Math.floor(Number(amount) * (factor === 0 ? totalmem() / 100 : factor));
  if (bytes < LEAST_MEMORY || (factor === 0 && Number(amount) > 100))
    throw new InvalidArgumentError(
      factor === 0 && Number(amount) > 100
        ? 'The machine has 100%.'
        : `The database needs at least ${LEAST_MEMORY / 2 ** 20}MiB.`,
    );
  return bytes;
}
