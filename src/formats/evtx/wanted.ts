/** What a record says of itself, as far as it says so in the template that it begins with. */
export interface Identity {
  readonly provider: string | undefined;
  readonly channel: string | undefined;
  readonly eventId: string | undefined;
}

/** Whether a record is to be decoded; one that does not say what it is always is. */
export type Wanted = (record: Identity) => boolean;
