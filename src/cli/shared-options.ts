import { Option } from 'commander';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly quiet: boolean;
  readonly color: boolean;
}

/** An option that takes one of a few words. */
export const choice = (
  flags: string,
  description: string,
  words: readonly string[],
  preset: string,
): Option => new Option(flags, description).choices(words).default(preset);

/** Requires that the checksums of event logs are right. */
export const STRICT = new Option(
  '--strict',
  'leave out what event logs (EVTX) hold under a wrong checksum; without, it is read as far as it can be',
);

/** Searches event logs for what is no longer in them. */
export const CARVE = new Option(
  '--carve',
  'also search event logs (EVTX) for records that were deleted or lost; they load as FILE!carved',
);
