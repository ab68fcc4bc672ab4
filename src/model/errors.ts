/** Something that the user gave is wrong: one paragraph with the place and the remedy, exit status 2. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
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

/** There is no room left, on disk or in memory: whatever is done next would fail too, so nothing goes on past it. */
export class NoRoomError extends InputError {
  override readonly name = 'NoRoomError';
}

/** An error of the file system as what it means for the user, where it says that a disk is full; anything else stays. */
export function fullDisk(cause: unknown, place: string): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
    ? new NoRoomError('there is no room left on the disk', { place, remedy: MAKE_ROOM, cause })
    : cause;
}

/** What to do about a full disk. */
export const MAKE_ROOM =
  'Make room, or give another place with --case or --temp-dir, and run the command again: what was finished stays.';

/** The user asked for an end: what was finished stays, and the rest was not begun or is undone. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
