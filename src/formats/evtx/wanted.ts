/** What a record says of itself before it is decoded. */
interface Identity {
  readonly provider: string | undefined;
  readonly channel: string;
  readonly eventId: string;
}

/** Whether a record is to be decoded; one that does not say what it is always is. */
export type Wanted = (record: Identity) => boolean;
