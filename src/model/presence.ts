/** What the events of a case have at all. */
export interface Presence {
  /** Of the fields that were asked for, those that some event has a value of. */
  readonly fields: ReadonlySet<string>;
  /** Every value of `event.category`. */
  readonly categories: ReadonlySet<string>;
}
