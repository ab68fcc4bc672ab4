import { isoTime } from '../model/time.ts';

/** Fewer values than this are not worth a coding of their own. */
const LEAST = 8;

/** In microseconds. */
const MILLISECOND = 1_000;

type Scalar = number | null;

/** Whole numbers as the first and the steps from each to the next, null where null was; null if that says it no shorter. */
export function numberSteps(values: readonly unknown[]): Scalar[] | null {
  if (values.length < LEAST || !values.every((value) => value === null || isWhole(value))) return null;
  const steps = stepsOf(values as readonly Scalar[]);
  return String(steps).length < String(values).length ? steps : null;
}

/** Times of ISO 8601 as the model writes them: the microseconds of a unit, then the steps in units; null if any is none. */
export function timeSteps(values: readonly unknown[]): Scalar[] | null {
  if (values.length < LEAST || values.every((value) => value === null)) return null;
  const times: Scalar[] = [];
  for (const value of values) {
    const time = value === null ? null : microseconds(value);
    if (Number.isNaN(time)) return null;
    times.push(time);
  }
  const unit = times.every((time) => (time ?? 0) % MILLISECOND === 0) ? MILLISECOND : 1;
  return [unit, ...stepsOf(times.map((time) => (time === null ? null : time / unit)))];
}

/** The numbers that were given to `numberSteps`. */
export function numbersOf(steps: readonly Scalar[]): Scalar[] {
  let last = 0;
  return steps.map((step) => {
    if (step === null) return null;
    last += step;
    return last;
  });
}

/** The times that were given to `timeSteps`. */
export function timesOf([unit, ...steps]: readonly Scalar[]): (string | null)[] {
  return numbersOf(steps).map((time) => (time === null ? null : isoTime(time * (unit ?? 1))));
}

function stepsOf(values: readonly Scalar[]): Scalar[] {
  let last = 0;
  return values.map((value) => {
    if (value === null) return null;
    const step = value - last;
    last = value;
    return step;
  });
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0) && Math.abs(value as number) < 2 ** 52;
}

/** Microseconds since 1970; NaN for what is no time, or is one that would not be written so again. */
function microseconds(value: unknown): number {
  if (typeof value !== 'string' || !(value.length === 24 || value.length === 27)) return Number.NaN;
  const time =
    Date.parse(`${value.slice(0, 23)}Z`) * 1000 + (value.length === 27 ? Number(value.slice(23, 26)) : 0);
  return isWhole(time) && isoTime(time) === value ? time : Number.NaN;
}
