/** Fewer values than this are not worth a coding of their own. */
const LEAST = 8;

type Scalar = number | null;

/** Whole numbers as the first and the steps from each to the next, null where null was; null if that says it no shorter. */
export function numberSteps(values: readonly unknown[]): Scalar[] | null {
  if (values.length < LEAST || !values.every((value) => value === null || isWhole(value))) return null;
  const steps = stepsOf(values as readonly Scalar[]);
  return String(steps).length < String(values).length ? steps : null;
}

/** Times of ISO 8601 in UTC with three fraction digits as milliseconds, and these as steps; null if any is none. */
export function timeSteps(values: readonly unknown[]): Scalar[] | null {
  if (values.length < LEAST || values.every((value) => value === null)) return null;
  if (!values.every((value) => value === null || isTime(value))) return null;
  return stepsOf(values.map((value) => (value === null ? null : Date.parse(value as string))));
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
export function timesOf(steps: readonly Scalar[]): (string | null)[] {
  return numbersOf(steps).map((time) => (time === null ? null : new Date(time).toISOString()));
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
  return Number.isSafeInteger(value) && !Object.is(value, -0) && Math.abs(value as number) < 2 ** 50;
}

function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || value.length !== 24) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
