/** Something that the user gave is wrong: one paragraph with the place and the remedy, exit status 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** Where it is wrong: a path, or rule, line and column. */
  readonly place: string | undefined;
  /** What the user can do about it. */
  readonly remedy: string | undefined;

  constructor(message: string, detail: { place?: string; remedy?: string; cause?: unknown } = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.place = detail.place;
    this.remedy = detail.remedy;
  }
}
