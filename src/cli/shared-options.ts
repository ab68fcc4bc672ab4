import { type Command, Option } from 'commander';
import { parseCount, parseMemory } from './options.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Options of the commands that open a database. */
export interface ResourceOptions {
  /** Bytes. */
  readonly memory?: number;
  readonly threads?: number;
  readonly tempDir?: string;
}

/** Adds them to a command. */
export const addResourceOptions = (command: Command): Command =>
  command
    .option(
      '--memory <size>',
      'memory for the database, as 4GB or 50% (default: 60% of the machine); what does not fit goes to disk',
      parseMemory,
    )
    .option('--threads <n>', 'threads for the database (default: one for each core)', parseCount(1))
    .option(
      '--temp-dir <folder>',
      'folder for what does not fit in memory and for unpacked files (default: beside the case, and that of the system)',
    );

/** An option that takes one of a few words. */
export const choice = (
  flags: string,
  description: string,
  words: readonly string[],
  preset: string,
): Option => new Option(flags, description).choices(words).default(preset);

/** Options of the commands that load inputs. */
export interface LoadOptions {
  readonly carve?: boolean;
  readonly strict?: boolean;
  readonly clockRepair: boolean;
  readonly report?: string;
}

/** Adds them to a command. */
export const addLoadOptions = (command: Command): Command =>
  command
    .addOption(CARVE)
    .addOption(STRICT)
    .option(
      '--no-clock-repair',
      'leave times as they were written, also where a log shows that they are local ones',
    )
    .option(
      '--report <file>',
      'write what was loaded to a JSON file: by file and log its kinds and fields, rejects, hosts, clocks, links',
    );

/** Requires that the checksums of event logs are right. */
export const STRICT = new Option(
  '--strict',
  'leave out what event logs (EVTX) hold under a wrong checksum; without, it is read as far as it can be',
);

/** Searches event logs for what is no longer in them. */
const CARVE = new Option(
  '--carve',
  'also search event logs (EVTX) for records that were deleted or lost; they load as FILE!carved',
);
