import { totalmem } from 'node:os';
import { MAKE_ROOM, NoRoomError } from '../model/errors.ts';

/** What the engine may use of the machine. */
export interface Resources {
  /** Bytes of memory; by default a share of what the machine or the container has. What does not fit goes to `tempDir`. */
  readonly memory?: number | undefined;
  /** Threads; by default one for each core. */
  readonly threads?: number | undefined;
  /** Folder for what does not fit in memory; by default beside the database. */
  readonly tempDir?: string | undefined;
}

/** Of the memory so much is left to the program itself, the system and others. */
const SHARE = 0.6;

/** With less, the engine can't hold what it sorts and joins by. */
export const LEAST_MEMORY = 256 * 1024 * 1024;

/** Bytes that the engine may use where nobody says how many. */
function defaultMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  const machine = totalmem();
  return Math.max(LEAST_MEMORY, Math.floor(SHARE * (limit > 0 && limit < machine ? limit : machine)));
}

/** The engine's settings for resources. */
export const engineSettings = ({ memory, threads, tempDir }: Resources): Record<string, string> => ({
  memory_limit: `${memory ?? defaultMemory()}B`,
  ...(threads === undefined ? {} : { threads: String(threads) }),
  ...(tempDir === undefined ? {} : { temp_directory: tempDir }),
});

/** What the engine says when it has no room, on disk or in memory, as what the user can do about it; anything else stays. */
export function engineError(path: string, cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/no space left|file too large|quota exceeded|could not write all bytes/i.test(message))
    return new NoRoomError('there is no room left on the disk', { place: path, remedy: MAKE_ROOM, cause });
  if (/out of memory error|max_temp_directory_size|could not allocate block/i.test(message))
    return new NoRoomError('the memory that the database may use is too little for this', {
      place: path,
      remedy: 'Give more with --memory, fewer --threads, or a --temp-dir with more room.',
      cause,
    });
  return cause;
}
